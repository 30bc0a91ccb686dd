import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import type { Daemon } from "../../tools/daemons/daemon.js";
import { APACHE_MODULES, programFile } from "../../tools/daemons/program.js";
import { startDaemon } from "./daemon.js";
import { freePort, listening, tempFolder } from "./machine.js";

export interface Apache extends Daemon {
  readonly port: number;
}

/** Its children end at once; the parent waits 3 s for those of mod_wsgi all the same. */
const GRACE = 300;

/** Debian's user for web servers; a daemon that is not started by root stays who it is. */
export const WEB_USER = "www-data";

export type Mpm = "event" | "worker" | "prefork";

const MODULES = ["authz_core", "alias", "dir", "env", "expires", "wsgi"];

/** A whole configuration around the lines given: modules, a port of 127.0.0.1, and a folder for all that is written. */
const around = (folder: string, ports: readonly number[], lines: string, mpm: Mpm): string => `
ServerRoot "${folder}"
ServerName 127.0.0.1
PidFile "${folder}/pid"
DefaultRuntimeDir "${folder}"
ErrorLog "${folder}/error.log"
${ports.map((port) => `Listen 127.0.0.1:${port}`).join("\n")}
${[`mpm_${mpm}`, ...MODULES].map((name) => `LoadModule ${name}_module ${APACHE_MODULES}/mod_${name}.so`).join("\n")}
WSGISocketPrefix "${folder}/wsgi"
${userInfo().uid === 0 ? `User ${WEB_USER}\nGroup ${WEB_USER}` : ""}
<Directory />
  Require all granted
</Directory>
${lines}
`;

const layOut = (ports: readonly number[], lines: string, mpm: Mpm): { folder: string; main: string } => {
  const folder = tempFolder();
  const main = join(folder, "main.conf");
  writeFileSync(main, around(folder, ports, lines, mpm));
  return { folder, main };
};

/** Starts Apache with mod_wsgi on the lines given, and on further ports of 127.0.0.1 besides its own. */
export const startApache = async (lines: string, further: readonly number[] = []): Promise<Apache> => {
  const port = await freePort();
  const { folder, main } = layOut([port, ...further], lines, "event");
  const errors = join(folder, "error.log");
  const argv = [programFile("apache2"), "-DFOREGROUND", "-f", main];
  const daemon = await startDaemon(argv, () => listening(port) !== undefined, { grace: GRACE });
  const log = () => daemon.log() + (existsSync(errors) ? readFileSync(errors, "utf8") : "");
  return { ...daemon, log, port };
};

/** What `apache2 -t` says of the lines given. */
export const checkApache = (lines: string, mpm: Mpm): { status: number; said: string } => {
  const { main } = layOut([1], lines, mpm);
  const result = spawnSync(programFile("apache2"), ["-t", "-f", main], { encoding: "utf8" });
  return { status: result.status ?? -1, said: `${result.stdout}${result.stderr}` };
};

/** One request that a WSGI script has answered, in milliseconds of the machine's monotonic clock. */
export interface WsgiServed {
  readonly from: number;
  readonly until: number;
  readonly process: number;
  /** Name of the daemon process group; empty where Apache's own processes run the script. */
  readonly group: string;
}

export interface HeldScript {
  readonly file: string;
  /** How many requests have come to it, or health checks. */
  readonly begun: (what?: "request" | "check") => number;
  /** The requests that it has answered. */
  readonly served: () => readonly WsgiServed[];
  readonly release: () => void;
}

/** A WSGI script that answers `/check` at once, and any other request when it is released; and notes them all. */
export const heldScript = (): HeldScript => {
  const folder = tempFolder();
  const notes = join(folder, "notes");
  mkdirSync(notes);
  chmodSync(notes, 0o777);
  const released = join(folder, "released");
  const file = join(folder, "held.wsgi");
  const program = `
import os, time

def note(name, line):
    with open("${notes}/" + name, "a") as notes:
        notes.write(line + "\\n")

def application(environ, start_response):
    begun = time.monotonic()
    check = environ["PATH_INFO"] == "/check"
    note("check" if check else "request", "")
    while not check and not os.path.exists("${released}"):
        time.sleep(0.01)
    if not check:
        note("served", "%f %f %d %s" % (begun * 1000, time.monotonic() * 1000, os.getpid(), environ["mod_wsgi.process_group"]))
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"done"]
`;
  writeFileSync(file, program);
  const linesOf = (name: string): readonly string[] =>
    existsSync(join(notes, name)) ? readFileSync(join(notes, name), "utf8").split("\n").slice(0, -1) : [];
  return {
    file,
    begun: (what = "request") => linesOf(what).length,
    served: () =>
      linesOf("served").map((line) => {
        const [from = "", until = "", process = "", group = ""] = line.split(" ");
        return { from: Number(from), until: Number(until), process: Number(process), group };
      }),
    release: () => writeFileSync(released, ""),
  };
};
