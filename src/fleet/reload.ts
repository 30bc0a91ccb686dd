import { supports } from "../haproxy/dialect.js";
import type { HaproxyVersion } from "../haproxy/version.js";
import type { Milliseconds } from "../text/units.js";
import { showSeconds } from "../text/units.js";
import { originOf } from "../yaml/node.js";
import type { Origin } from "../yaml/place.js";
import type { Haproxy, Listener } from "./fleet.js";
import { mode } from "./listeners.js";
import { queues } from "./queue.js";
import { queueTimeout } from "./timeouts.js";

/** Whether something ends an old process that a reload has left behind, whatever it still serves. */
export const endsOldProcess = ({ version, global }: Haproxy): boolean =>
  supports(version, "hard-stop-after") &&
  (global["hard-stop-after"] !== undefined || saysGlobally(global.directives, /^\s*hard-stop-after\s/));

/** Whether something bounds how many old processes there are: manual 3.1 mworker-max-reloads. */
export const limitsOldProcesses = (haproxy: Haproxy): boolean =>
  endsOldProcess(haproxy) || saysGlobally(haproxy.global.directives, /^\s*mworker-max-reloads\s+\d/);

const saysGlobally = (lines: readonly string[] = [], what: RegExp): boolean =>
  lines.some((line) => what.test(line));

/** hard-stop-after of so many milliseconds, as a fix for that version; undefined where it has none. */
export const hardStopFix = (version: HaproxyVersion, after: Milliseconds): string | undefined =>
  supports(version, "hard-stop-after") ? `hard-stop-after: ${Math.ceil(after / 1000)}s` : undefined;

/** What a connection that nobody speaks on keeps an old process waiting for. */
export interface Silence {
  readonly listener: Listener;
  /** Null is without end. */
  readonly lasts: Milliseconds | null;
  /** `timeout tunnel 1 h`. */
  readonly because: string;
  readonly origin: Origin;
}

/**
 * The longest of all listeners; undefined where there is none. Idle keep-alive connections are closed at once, and
 * bytes that flow make any of these begin anew (test/daemons/facts/reload.test.ts).
 */
export const longestSilence = ({ listeners }: Haproxy): Silence | undefined =>
  listeners
    .flatMap(silencesOf)
    .reduce<Silence | undefined>(
      (most, other) => (most === undefined || endOf(other) > endOf(most) ? other : most),
      undefined,
    );

const endOf = ({ lasts }: Silence): number => lasts ?? Number.POSITIVE_INFINITY;

const silencesOf = (listener: Listener): readonly Silence[] => {
  const { timeout } = listener.settings;
  const silence = (name: keyof typeof timeout): Silence => {
    const lasts = timeout[name] || null;
    return {
      listener,
      lasts,
      because: lasts === null ? `no timeout ${name}` : `timeout ${name} ${showSeconds(lasts)}`,
      origin: originOf(listener.node, "timeout", name),
    };
  };
  const tunnel = timeout.tunnel === undefined ? [] : [silence("tunnel")];
  if (mode(listener) === "tcp") {
    const [client, server] = [silence("client"), silence("server")];
    return tunnel.length > 0 ? tunnel : [endOf(client) < endOf(server) ? client : server];
  }
  const request = timeout["http-request"] ? [silence("http-request")] : [];
  return [silence("client"), ...request, answerOf(listener), ...tunnel];
};

/** A request that waits for its turn and for its answer; a server that takes no connections is another matter. */
const answerOf = (listener: Listener): Silence => {
  const { server } = listener.settings.timeout;
  const at = originOf(listener.node, "timeout", "server");
  const queue = queues({ listener }) ? queueTimeout(listener) : undefined;
  if (!server) return { listener, lasts: null, because: "no timeout server", origin: at };
  if (queue === undefined)
    return { listener, lasts: server, because: `timeout server ${showSeconds(server)}`, origin: at };
  const { value, origin } = queue;
  if (value === null) return { listener, lasts: null, because: "no timeout queue", origin };
  return {
    listener,
    lasts: value + server,
    because: `timeout queue ${showSeconds(value)} + timeout server ${showSeconds(server)}`,
    origin: value > server ? origin : at,
  };
};

/** How long a request of one listener may take, by its timeouts. */
export interface LongestRequest {
  readonly listener: Listener;
  readonly queue: Milliseconds;
  readonly server: Milliseconds;
  readonly total: Milliseconds;
}

/** Of the HTTP listeners the one whose requests may take longest, in the queue and at the server; undefined without limits. */
export const longestRequest = ({ listeners }: Haproxy): LongestRequest | undefined =>
  listeners
    .filter((listener) => mode(listener) === "http")
    .flatMap((listener): LongestRequest[] => {
      const queue = queues({ listener }) ? queueTimeout(listener).value : 0;
      const { server } = listener.settings.timeout;
      return queue === null || !server ? [] : [{ listener, queue, server, total: queue + server }];
    })
    .reduce<LongestRequest | undefined>(
      (most, other) => (most === undefined || other.total > most.total ? other : most),
      undefined,
    );
