import type { Host } from "../../fleet/host.js";
import type { Effective } from "../../schema/effective.js";
import type { Milliseconds } from "../../text/units.js";
import { originOf } from "../../yaml/node.js";
import type { Wsgi } from "./section.js";
import { apacheOf } from "./section.js";

/** Defaults of mod_wsgi 4.9, WSGIDaemonProcess, and of core Timeout. */
const DEFAULTS = {
  "listen-backlog": 100,
  "graceful-timeout": 15_000,
  "shutdown-timeout": 5_000,
  "connect-timeout": 15_000,
  Timeout: 60_000,
} as const;

/** How long a worker that finds the daemons' backlog full tries again (mod_wsgi 4.9; 15 s measured). */
export const daemonConnectTimeout = ({ wsgi }: Wsgi): Milliseconds =>
  wsgi["connect-timeout"] ?? DEFAULTS["connect-timeout"];

export const wsgiBacklog = (service: Wsgi): Effective<number> =>
  ofWsgi(service, "listen-backlog", service.wsgi["listen-backlog"]);

/** How long a process at maximum-requests may finish what it serves, while it still takes new requests. */
export const gracefulTimeout = (service: Wsgi): Effective<Milliseconds> =>
  ofWsgi(service, "graceful-timeout", service.wsgi["graceful-timeout"]);

/** How long a process that takes no more requests has to end, before it is killed with those it serves. */
export const shutdownTimeout = (service: Wsgi): Effective<Milliseconds> =>
  ofWsgi(service, "shutdown-timeout", service.wsgi["shutdown-timeout"]);

/** The same as a limit: with 0 nothing kills it (test/daemons/facts/request-timeout.test.ts). */
export const killedAfter = (service: Wsgi): Milliseconds =>
  shutdownTimeout(service).value || Number.POSITIVE_INFINITY;

const ofWsgi = (
  service: Wsgi,
  key: "listen-backlog" | "graceful-timeout" | "shutdown-timeout",
  set: number | undefined,
): Effective<number> => ({
  value: set ?? DEFAULTS[key],
  because: set === undefined ? "mod_wsgi's default" : "set",
  origin: originOf(service.node, "wsgi", key),
});

/** How long Apache waits for a daemon process to say anything, the wait for a free one included. */
export const socketTimeout = (host: Host, service: Wsgi): Effective<Milliseconds> => {
  const own = service.wsgi["socket-timeout"];
  const origin = originOf(service.node, "wsgi", "socket-timeout");
  if (own !== undefined) return { value: own, because: "set", origin };
  const apache = apacheOf(host);
  const { Timeout } = apache.settings;
  if (Timeout === undefined) return { value: DEFAULTS.Timeout, because: "Apache's default Timeout", origin };
  return { value: Timeout, because: "from Timeout", origin: originOf(apache.node, "Timeout") };
};

const MAIN_INTERPRETER = "%{GLOBAL}";

/** Where the site's script runs: as the alias says, as a raw line says for all, or not said by anything that mmconf renders. */
const groupOf = (
  host: Host,
  service: Wsgi,
  option: "process-group" | "application-group",
  directive: "WSGIProcessGroup" | "WSGIApplicationGroup",
): string | undefined => {
  const line = new RegExp(`^\\s*${directive}\\s+"?([^\\s"]+)"?\\s*$`, "i");
  const raw = apacheOf(host)
    .settings.directives?.map((text) => line.exec(text)?.[1])
    .findLast((found) => found !== undefined);
  return service.site?.[option] ?? raw;
};

/** The daemon process group that the script runs in; undefined where mmconf renders none, and Apache runs it itself. */
export const processGroup = (host: Host, service: Wsgi): string | undefined =>
  groupOf(host, service, "process-group", "WSGIProcessGroup");

/** The application group; undefined is mod_wsgi's default, %{RESOURCE}: one interpreter for each URL. */
export const applicationGroup = (host: Host, service: Wsgi): string | undefined =>
  groupOf(host, service, "application-group", "WSGIApplicationGroup");

/** Whether the script runs in the interpreter that a process starts with, rather than in one made for it. */
export const inMainInterpreter = (host: Host, service: Wsgi): boolean =>
  applicationGroup(host, service) === MAIN_INTERPRETER;

/** The parent notices a dead process and starts the next one in this time (measured with mod_wsgi 4.9.4: 0.35 s). */
export const RESPAWN: Milliseconds = 350;

/**
 * How long a process is gone when it is replaced. Ending an interpreter other than the main one hangs under Python
 * 3.11, until shutdown-timeout kills the process (measured: 5.3 s for the default of 5 s, 1.4 s for 1 s, and 0.35 s in
 * the main interpreter).
 */
export const replacementGap = (host: Host, service: Wsgi): Milliseconds =>
  (inMainInterpreter(host, service) ? 0 : shutdownTimeout(service).value) + RESPAWN;
