import { writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import type { Apache } from "../../src/apache/workers.js";
import { workerPool } from "../../src/apache/workers.js";
import type { Storm } from "../../src/fleet/fleet.js";
import { APACHE_MODULES } from "../daemons/program.js";
import { startDaemon } from "./daemon.js";
import type { Target } from "./load.js";
import { SERVICE_TIME } from "./load.js";
import { webUser } from "./places.js";
import type { Scope } from "./scope.js";

const MODULES = ["authz_core", "alias", "dir", "env", "expires", "wsgi"];

/** Starts Apache with mod_wsgi on the rendered lines, with all its workers there from the start. */
export const startApache = async (
  scope: Scope,
  target: Target,
  lines: string,
  apache: Apache,
): Promise<void> => {
  const folder = scope.folder();
  const main = join(folder, "main.conf");
  writeFileSync(main, around(folder, `${target.host}:${target.port}`, lines, apache));
  await startDaemon(scope, ["apache2", "-DFOREGROUND", "-f", main], target);
};

/**
 * What Debian's own files bring: modules, a port, a user. Apache adds processes slowly, one more each second at first,
 * which a storm with its times divided would feel too much: it starts all of them.
 */
const around = (folder: string, listen: string, lines: string, apache: Apache): string => {
  const { mpm, threads, effective } = workerPool(apache);
  const spare = mpm === "prefork" ? "SpareServers" : "SpareThreads";
  return `
ServerRoot "${folder}"
ServerName 127.0.0.1
PidFile "${folder}/pid"
DefaultRuntimeDir "${folder}"
ErrorLog "${folder}/error.log"
Listen ${listen}
${[`mpm_${mpm}`, ...MODULES].map((name) => `LoadModule ${name}_module ${APACHE_MODULES}/mod_${name}.so`).join("\n")}
WSGISocketPrefix "${folder}/wsgi"
${userInfo().uid === 0 ? `User ${webUser()}\nGroup ${webUser()}` : ""}
StartServers ${effective / threads}
Min${spare} 1
Max${spare} ${effective + threads}
<Directory />
  Require all granted
</Directory>
${lines}
`;
};

/** A script that holds its slot as long as the request says; a health check says nothing, and draws. */
export const writeScript = (file: string, service_time: Storm["service_time"]): void => {
  const { mean, distribution } = service_time;
  const seconds = mean / 1000;
  const draws = {
    exponential: `random.expovariate(1 / ${seconds})`,
    fixed: `${seconds}`,
    recorded:
      service_time.distribution === "recorded"
        ? `random.choices(${JSON.stringify([...service_time.recording.times].map((time) => time / 1000))}, ${JSON.stringify([...service_time.recording.counts])})[0]`
        : "",
    lognormal: `random.lognormvariate(math.log(${seconds}) - 0.32, 0.8)`,
  };
  writeFileSync(
    file,
    `
import math, random, time

def application(environ, start_response):
    said = environ.get("HTTP_${SERVICE_TIME.replaceAll("-", "_").toUpperCase()}")
    time.sleep(float(said) / 1000 if said else ${draws[distribution]})
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"done\\n"]
`,
  );
};
