import type { Fleet } from "../../../fleet/fleet.js";
import { memoryBill } from "../../../fleet/memory.js";
import { firstGivesUp } from "../../../fleet/service-groups.js";
import { partsAt } from "../../../fleet/storm-parts.js";
import { inService } from "../../../moves/candidate.js";
import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, pass } from "../../../rules/define.js";
import type { Milliseconds } from "../../../text/units.js";
import { showSeconds } from "../../../text/units.js";
import { originOf } from "../../../yaml/node.js";
import { leastRequestTimeout } from "../cut.js";
import { killedAfter, shutdownTimeout } from "../limits.js";
import type { WsgiGroup } from "../section.js";
import { wsgiGroups } from "../section.js";

export const apacheRequestTimeout = defineRule({
  slug: "apache/request-timeout",
  severity: "info",
  title: "A hung request frees its slot by the time HAProxy counts it as free.",
  why: "HAProxy answers 504 after timeout server and sends the next request while the process still works on the old one. Without request-timeout a request that never ends keeps its slot until Apache is restarted, and maxconn counts on slots that are gone.",
  how: "request-timeout x threads (mod_wsgi 4 averages over the threads of a process, so one hung thread has to hang that much longer) + shutdown-timeout, compared with the shortest timeout server of the listeners.",
  fix: "Set request-timeout to (timeout server - shutdown-timeout) / threads.",
  source: [
    "mod_wsgi, WSGIDaemonProcess request-timeout and shutdown-timeout",
    "measured with mod_wsgi 4.9.4, request-timeout=3: a request that hangs is ended after 9 s with one thread, after 18 s with four",
  ],
  run: (fleet) => wsgiGroups(fleet).flatMap((group) => judge(fleet, group)),
});

const judge = (fleet: Fleet, group: WsgiGroup): RuleResult[] => {
  const { sample, hosts, service, subject } = group;
  const limit = firstGivesUp(group);
  if (limit === undefined) return [];
  const set = service.wsgi["request-timeout"] || undefined;
  const { threads } = service.wsgi;
  const shutdown = shutdownTimeout(service).value;
  const fits = Math.floor((limit - shutdown) / threads / 1000);
  const least = Math.ceil(leastRequestTimeout(partsAt(fleet, group)) / 1000);
  const held = set === undefined ? undefined : set * threads + killedAfter(service);
  // A request-timeout over timeout server by itself is reported by time/request-timeout.
  if (held !== undefined && (held <= limit || (set ?? 0) > limit)) return [pass];
  const common = {
    subject,
    hosts,
    at: originOf(service.node, "wsgi", "request-timeout"),
    candidates:
      shutdown > 0 && fits > 0 && fits >= least && !swaps(group)
        ? [inService(group, { wsgi: { "request-timeout": `${fits}s` } })]
        : [],
    fix: fixOf({ fits, least, threads, shutdown }),
  };
  if (set === undefined || held === undefined || held === Number.POSITIVE_INFINITY) {
    return [
      fault({
        ...common,
        message: `a hung request on ${sample.name} keeps its slot forever; HAProxy counts the slot as free after ${showSeconds(limit)}`,
        why: `${set === undefined ? "request-timeout is not set" : "with shutdown-timeout 0 nothing kills its process"}; timeout server is ${showSeconds(limit)}`,
        figures: { timeout_server_ms: limit },
      }),
    ];
  }
  return [
    fault({
      ...common,
      message: `a hung request on ${sample.name} keeps its slot for ${showSeconds(held)}; HAProxy counts the slot as free after ${showSeconds(limit)}`,
      why: `request-timeout ${showSeconds(set)} x ${threads} ${threads === 1 ? "thread" : "threads"} + shutdown-timeout ${showSeconds(shutdown)} = ${showSeconds(held)} > timeout server ${showSeconds(limit)}`,
      figures: { held_ms: held, timeout_server_ms: limit, request_timeout_ms: set, threads },
    }),
  ];
};

/** Past its memory a host takes longer for every request, how much longer nobody knows. */
const swaps = ({ sample, service }: WsgiGroup): boolean => {
  const billed = memoryBill(sample, service);
  return billed.ok && billed.bill.total > billed.bill.memory;
};

/** Seconds. None that would end requests which only take their time. */
const fixOf = ({
  fits,
  least,
  threads,
  shutdown,
}: {
  readonly fits: number;
  readonly least: number;
  readonly threads: number;
  readonly shutdown: Milliseconds;
}): string => {
  if (shutdown === 0) return "set shutdown-timeout, which kills the process";
  if (fits <= 0) return "a shorter shutdown-timeout, or fewer threads";
  if (fits >= least) return `request-timeout ${fits}s fits`;
  const held = least * threads + Math.ceil(shutdown / 1000);
  return `request-timeout ${least}s frees it after ${held} s; a shorter one would end requests that only take their time`;
};
