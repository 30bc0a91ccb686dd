import { defaultIn } from "../haproxy/defaults.js";
import { formatVersion } from "../haproxy/version.js";
import type { Effective } from "../schema/effective.js";
import { originOf } from "../yaml/node.js";
import { processesPerProxy } from "./capacity.js";
import { descriptors } from "./descriptors.js";
import type { Frontend, Haproxy, Proxy } from "./fleet.js";
import { sectionWord } from "./listeners.js";

/**
 * Connections that one process takes at once; undefined where HAProxy takes it from a limit of files that is not given.
 * ulimit-n is no such limit: it is RLIMIT_NOFILE at the start, the hard one from 2.2 on (measured on 2.0.0 to 3.5-dev5).
 */
export const processMaxconn = (
  haproxy: Haproxy,
  nofile: number | undefined,
): Effective<number> | undefined => {
  const origin = originOf(haproxy.node, "global", "maxconn");
  const set = haproxy.global.maxconn;
  if (set !== undefined) return { value: set, because: "set", origin };
  const byVersion = defaultIn(haproxy.version, "maxconn");
  if (byVersion !== null) {
    return { value: byVersion, because: `the default of HAProxy ${formatVersion(haproxy.version)}`, origin };
  }
  if (nofile === undefined) return undefined;
  const limit = Math.min(nofile, fdHardLimit(haproxy) ?? nofile);
  const others = descriptors(haproxy, 0);
  const left = limit - others.total + (defaultIn(haproxy.version, "countsPipes") ? 0 : others.pipes);
  return {
    value: Math.max(Math.floor(left / 2), LEAST_MAXCONN),
    because: `what ${limit} open files allow`,
    origin,
  };
};

/** DEFAULT_MAXCONN of HAProxy's include/haproxy/defaults.h: what it takes from however few descriptors. */
const LEAST_MAXCONN = 100;

/** The most descriptors that it takes into account, where the limit of files allows more. */
const fdHardLimit = ({ version, global }: Haproxy): number | null =>
  global["fd-hard-limit"] ?? (global["ulimit-n"] === undefined ? defaultIn(version, "fdHardLimit") : null);

export interface OnProxy {
  readonly haproxy: Haproxy;
  /** What clients connect to. */
  readonly frontend: Frontend;
  readonly proxy: Proxy;
}

export interface ConnectionRoom extends Effective<number> {
  /** The process's is one for all its listeners. */
  readonly of: "frontend" | "process";
}

/** Connections that a frontend takes at once on one proxy: its own maxconn or the process's, whichever is less. */
export const connectionRoom = ({ haproxy, frontend, proxy }: OnProxy): ConnectionRoom | undefined => {
  const whole = processMaxconn(haproxy, proxy.nofile);
  const set = frontend.settings.maxconn;
  const own = set ?? defaultIn(haproxy.version, "maxconn");
  const processes = processesPerProxy({ haproxy });
  const times = processes === 1 ? "" : `, x nbproc ${processes}`;
  if (own !== null && (whole === undefined || own < whole.value)) {
    const because = `maxconn ${own} of the ${sectionWord(frontend)}${set === undefined ? " by default" : ""}${times}`;
    return {
      value: own * processes,
      because,
      origin: originOf(frontend.node, "maxconn"),
      of: "frontend",
    };
  }
  if (whole === undefined) return undefined;
  const reason = whole.because === "set" ? "" : `, ${whole.because}`;
  return {
    ...whole,
    value: whole.value * processes,
    because: `global maxconn ${whole.value}${reason}${times}`,
    of: "process",
  };
};
