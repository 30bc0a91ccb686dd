import { defaultIn } from "../haproxy/defaults.js";
import type { Effective } from "../schema/effective.js";
import type { Milliseconds } from "../text/units.js";
import { originOf } from "../yaml/node.js";
import type { Listener, ServerLine, Storm } from "./fleet.js";

const DEFAULT_INTER: Milliseconds = 2000;
const DEFAULT_RISE = 2;
const DEFAULT_FALL = 3;
const DEFAULT_RETRIES = 3;

/** How long a request waits for a slot before HAProxy answers 503 (sQ). Manual 4.2: by default timeout connect; null is no limit. */
export const queueTimeout = (listener: Listener): Effective<Milliseconds | null> => {
  const { queue, connect } = listener.settings.timeout;
  const at = (name: string) => originOf(listener.node, "timeout", name);
  if (queue !== undefined) return { value: queue, because: "set", origin: at("queue") };
  if (connect !== undefined)
    return { value: connect, because: "from timeout connect", origin: at("connect") };
  return {
    value: null,
    because: "no limit: neither timeout queue nor timeout connect is set",
    origin: at("connect"),
  };
};

/** Room for three lost SYNs (retried after 1, 2 and 4 s: tcp(7) tcp_syn_retries); a server on the same network answers in milliseconds. */
export const LONG_CONNECT: Milliseconds = 10_000;

export const retries = (listener: Listener): number => listener.settings.retries ?? DEFAULT_RETRIES;

/** Checks that must pass before a server is UP. */
export const rise = (line: ServerLine): number => line.settings.rise ?? DEFAULT_RISE;

/** Checks that must fail before a server is DOWN. */
export const fall = (line: ServerLine): number => line.settings.fall ?? DEFAULT_FALL;

export const inter = (line: ServerLine): Effective<Milliseconds> => ({
  value: line.settings.inter ?? DEFAULT_INTER,
  because: line.settings.inter === undefined ? "HAProxy's default" : "set",
  origin: originOf(line.node, "inter"),
});

/**
 * How long one health check may take. Manual 4.2 timeout check: by default inter bounds the whole check; set, the smaller
 * of timeout connect and inter bounds the connection and timeout check the answer. Some versions do not wake up for a
 * timeout check shorter than inter (test/daemons/facts/check-timeout.test.ts).
 */
export const checkBound = (listener: Listener, line: ServerLine): Effective<Milliseconds> => {
  const { check, connect } = listener.settings.timeout;
  const every = inter(line);
  const byDefault = { ...every, because: "inter limits the whole check, as timeout check is not set" };
  if (check === undefined) return byDefault;
  const origin = originOf(listener.node, "timeout", "check");
  const bound = Math.min(connect ?? every.value, every.value) + check;
  if (bound <= every.value && !defaultIn(listener.version, "endsCheckInTime"))
    return { value: every.value, because: "inter, which a shorter timeout check does not shorten", origin };
  return { value: bound, because: "timeout connect and timeout check", origin };
};

/** Sooner than this, a server's change of state is seen soon, however short the storm: three checks of a few seconds. */
const SOON: Milliseconds = 30_000;

/** How long health checks may take to see that a server hangs, or that it answers again. */
export const tolerableChange = ({ over }: Storm): Milliseconds => Math.max(over, SOON);

/** Longest time from a server's hanging to its being marked DOWN: inter + C + (fall - 1) x (inter + C), C one check's bound. */
export const detectionTime = (listener: Listener, line: ServerLine): Milliseconds => {
  const bound = checkBound(listener, line).value;
  const every = inter(line).value;
  const soon = line.settings.fastinter ?? every;
  return every + bound + (fall(line) - 1) * (soon + bound);
};

/** Longest time from a server's refusing connections, or answering errors, to its being marked DOWN: its checks fail at once. */
export const failureTime = (line: ServerLine): Milliseconds => {
  const every = inter(line).value;
  return every + (fall(line) - 1) * (line.settings.fastinter ?? every);
};

/** The longest inter in whole seconds with which a server that hangs is DOWN in time; undefined where none is short enough. */
export const fittingInter = (
  listener: Listener,
  line: ServerLine,
  limit: Milliseconds,
): Milliseconds | undefined => {
  for (let fits = Math.floor(inter(line).value / 1000) * 1000; fits > 0; fits -= 1000)
    if (detectionTime(listener, withInter(line, fits)) <= limit) return fits;
  return undefined;
};

export const withInter = (line: ServerLine, value: Milliseconds): ServerLine => ({
  ...line,
  settings: { ...line.settings, inter: value },
});

/** Longest time from a server's answering again to its being marked UP. */
export const recoveryTime = (line: ServerLine): Milliseconds => {
  const every = inter(line).value;
  const first = line.settings.downinter ?? every;
  const soon = line.settings.fastinter ?? every;
  return first + (rise(line) - 1) * soon;
};
