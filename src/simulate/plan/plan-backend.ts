import { algorithmInForce, hashes, queueMeansFull } from "../../fleet/balance.js";
import type { CheckRequest, CheckTakes } from "../../fleet/check-request.js";
import { checkAsked, checkHolds, checkTakes } from "../../fleet/check-request.js";
import type { Haproxy, Listener, ServerLine } from "../../fleet/fleet.js";
import { fullconn } from "../../fleet/fullconn.js";
import { abortsOnClose, isChecked } from "../../fleet/listeners.js";
import { redispatchInterval } from "../../fleet/redispatch.js";
import { lineMaxconn } from "../../fleet/server-lines.js";
import { checkBound, fall, inter, queueTimeout, retries, rise } from "../../fleet/timeouts.js";
import { defaultIn } from "../../haproxy/defaults.js";
import type { Milliseconds } from "../../text/units.js";
import { KERNEL_GIVES_UP } from "./tcp.js";

const NO_LIMIT = Number.POSITIVE_INFINITY;

export type Algorithm = "roundrobin" | "static-rr" | "leastconn" | "first" | "random" | "hash";

/** What a hash is of: each client has its own address, all ask for one path, and nothing sends a header or parameter. */
export type HashedBy = "client" | "path" | "none";

/** The half of a listen section that faces the servers, in numbers; Infinity is no limit. */
export interface BackendPlan {
  readonly algorithm: Algorithm;
  /** When a request joins the queue without a look at the servers. */
  readonly queueMeansFull: ReturnType<typeof queueMeansFull>;
  readonly key: HashedBy;
  /** Servers that balance random compares. */
  readonly draws: number;
  readonly allbackups: boolean;
  readonly redispatch: boolean;
  /** Whether what waits for a server that goes DOWN is sent to it nevertheless. */
  readonly keepsQueueOfDown: boolean;
  /** Failed tries after which a request may go to another server, and again after as many. */
  readonly redispatchInterval: number;
  readonly abortonclose: boolean;
  readonly retries: number;
  readonly queueTimeout: Milliseconds;
  readonly connectTimeout: Milliseconds;
  readonly serverTimeout: Milliseconds;
  /** Requests at which servers with minconn reach their maxconn. */
  readonly fullconn: number;
  readonly lines: readonly LinePlan[];
}

export interface LinePlan {
  /** Number of the instance that it leads to. */
  readonly instance: number;
  readonly backup: boolean;
  readonly maxconn: number;
  /** Equal to maxconn where the limit does not move. */
  readonly minconn: number;
  readonly maxqueue: number;
  readonly weight: number;
  readonly slowstart: Milliseconds;
  readonly check: CheckPlan | undefined;
}

export interface CheckPlan {
  readonly inter: Milliseconds;
  readonly fastinter: Milliseconds;
  readonly downinter: Milliseconds;
  readonly rise: number;
  readonly fall: number;
  /** Time in which the connection must stand. */
  readonly connectBound: Milliseconds;
  /** Time from then to the answer; undefined where connectBound is for both. */
  readonly answerBound: Milliseconds | undefined;
  readonly takes: CheckTakes;
  /** How long it holds a slot; undefined where it does as long as a request. */
  readonly holds: Milliseconds | undefined;
}

/** HAProxy 2.6 src/server.c srv_init: 5.2 weight, rise, fall. */
const DEFAULT = { weight: 1, draws: 2 } as const;

/** The number of the instance that a server line leads to; undefined where it leads to none. */
export type InstanceNumber = (line: ServerLine) => number | undefined;

export const planBackend = (listener: Listener, haproxy: Haproxy, numberOf: InstanceNumber): BackendPlan => {
  const placed = { listener, haproxy, proxies: [], hosts: [] };
  const asked = checkAsked(placed);
  const { timeout, option } = listener.settings;
  const algorithm = algorithmInForce(placed);
  const moves = redispatchInterval(placed);
  return {
    algorithm: algorithmOf(algorithm),
    queueMeansFull: queueMeansFull(placed),
    key: algorithm === "source" ? "client" : algorithm === "uri" ? "path" : "none",
    draws: Number(/^random\((\d+)\)$/.exec(algorithm)?.[1] ?? DEFAULT.draws),
    allbackups: option.allbackups === true,
    redispatch: moves !== undefined,
    keepsQueueOfDown: defaultIn(haproxy.version, "queueOfDownServer") === "itself",
    redispatchInterval: moves ?? NO_LIMIT,
    abortonclose: abortsOnClose(placed),
    retries: retries(listener),
    queueTimeout: queueTimeout(listener).value ?? NO_LIMIT,
    connectTimeout: Math.min(timeout.connect ?? NO_LIMIT, KERNEL_GIVES_UP),
    serverTimeout: timeout.server ?? NO_LIMIT,
    fullconn: fullconn(placed).value ?? NO_LIMIT,
    lines: listener.lines.flatMap((line) => {
      const instance = numberOf(line);
      return instance === undefined
        ? []
        : [planLine(line, instance, isChecked(placed, line) ? planCheck(line, listener, asked) : undefined)];
    }),
  };
};

const algorithmOf = (name: string): Algorithm => {
  if (hashes(name)) return "hash";
  if (name.startsWith("random")) return "random";
  if (name === "static-rr" || name === "leastconn" || name === "first") return name;
  return "roundrobin";
};

const planLine = (line: ServerLine, instance: number, check: CheckPlan | undefined): LinePlan => {
  const { settings } = line;
  const most = lineMaxconn({ line }) ?? NO_LIMIT;
  return {
    instance,
    backup: line.role === "backup",
    maxconn: most,
    minconn: settings.minconn || most,
    maxqueue: settings.maxqueue || NO_LIMIT,
    weight: settings.weight ?? DEFAULT.weight,
    slowstart: settings.slowstart ?? 0,
    check,
  };
};

const planCheck = (line: ServerLine, listener: Listener, asked: CheckRequest | undefined): CheckPlan => {
  const { settings } = line;
  const every = inter(line).value;
  const bound = checkBound(listener, line).value;
  const answerBound = listener.settings.timeout.check;
  return {
    inter: every,
    fastinter: settings.fastinter ?? every,
    downinter: settings.downinter ?? every,
    rise: rise(line),
    fall: fall(line),
    connectBound: bound - (answerBound ?? 0),
    answerBound,
    takes: checkTakes(asked, line),
    holds: checkHolds(listener, asked, line),
  };
};
