import { balance, balanceHeader, hashes, readsHttp } from "../../fleet/balance.js";
import { slots, worstStormOn } from "../../fleet/capacity.js";
import type { Fleet, Storm } from "../../fleet/fleet.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import { everySlotListener, mode, says } from "../../fleet/listeners.js";
import { hasHeader } from "../../fleet/request-headers.js";
import { urlsOf } from "../../fleet/runtime.js";
import { activeLines } from "../../fleet/server-lines.js";
import { listenerShare } from "../../fleet/storm-share.js";
import { waitLimit } from "../../fleet/wait-limit.js";
import { counted } from "../../text/counted.js";
import { showSeconds } from "../../text/units.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";
import { noStorm } from "../no-storm.js";

export const keyPinning = defineRule({
  slug: "capacity/key-pinning",
  severity: "info",
  title: "When balancing by key, one server can serve a whole storm of one key in time.",
  why: "Equal keys go to one server, however idle the others are: a popular key, or many clients behind one address, gets one server's slots, queues there and ends in 503 (sQ).",
  how: "balance source, uri, url_param, rdp-cookie, and hdr of a header that requests carry, with two or more active servers. One server serves slots x (1 + longest wait / mean service time) requests in time, compared with the largest storm; for uri also with the storm's share per URL of the site, which is a warning. Listeners with hash-balance-factor, which limits what a server gets, are skipped.",
  fix: "Balance by roundrobin or leastconn, or set hash-balance-factor.",
  source: [
    "HAProxy configuration manual 4.2 balance",
    "HAProxy configuration manual 4.2 hash-balance-factor",
    "test/daemons/facts/balance-by-header.test.ts",
  ],
  run: (fleet) => everySlotListener(fleet).flatMap((placed) => judge(fleet, placed)),
});

const judge = (fleet: Fleet, placed: PlacedListener): RuleResult[] => {
  const { listener, hosts } = placed;
  const { value: algorithm, origin } = balance(placed);
  const active = activeLines(listener);
  if (!isPinned(placed, algorithm) || active.length < 2) return [];
  const common = { subject: listener.name, hosts, at: origin };
  const storm = worstStormOn(fleet, listener);
  if (storm === undefined) return [noStorm(fleet, common)];
  const limit = waitLimit(placed, "active");
  const [smallest] = active.flatMap(({ server }) => server.service ?? []).sort((a, b) => slots(a) - slots(b));
  if (smallest === undefined || limit.value === null) return [pass];
  const atOnce = slots(smallest);
  const { mean } = storm.service_time;
  const inTime = Math.floor(atOnce * (1 + limit.value / mean));
  const requests = Math.round(storm.requests * listenerShare(storm, fleet, listener.name));
  if (requests <= inTime) return [pass];
  const urls = algorithm === "uri" ? (urlsOf(smallest)?.slots.length ?? 0) : 0;
  const hot = urls > 0 && requests / urls > inTime;
  return [
    fault({
      ...common,
      severity: hot ? "warning" : "info",
      message: hot
        ? `each of the ${urls} URLs of ${listener.name} has one server, which serves ${counted(inTime, "request")} in time; ${storm.name} sends about ${Math.round(requests / urls)}`
        : `a key that brings more than ${inTime} of the ${counted(requests, "request")} of ${storm.name} overloads its one server of ${listener.name}`,
      why: whyOf(storm, algorithm, {
        atOnce,
        others: active.length - 1,
        tolerates: limit.value,
        limit: limit.because,
      }),
      fix: "balance: leastconn or roundrobin; or hash-type consistent with hash-balance-factor 150 as raw lines, if keys may move",
      figures: { slots: atOnce, in_time: inTime, requests, balance: algorithm },
    }),
  ];
};

const whyOf = (
  { service_time: { mean } }: Storm,
  algorithm: string,
  server: {
    readonly atOnce: number;
    readonly others: number;
    readonly tolerates: number;
    readonly limit: string;
  },
): string =>
  `balance ${algorithm} sends one key to one server: ${counted(server.atOnce, "slot")}, waits of up to ${showSeconds(server.tolerates)} (${server.limit}), ${showSeconds(mean)} each; the ${server.others} others may be idle`;

/** Whether requests with equal keys all go to one server. A header that requests don't carry pins nothing. */
const isPinned = (placed: PlacedListener, algorithm: string): boolean => {
  if (!hashes(algorithm) || says(placed, /^\s*hash-balance-factor\s+[1-9]/)) return false;
  if (readsHttp(algorithm) && mode(placed.listener) !== "http") return false;
  const header = balanceHeader(algorithm);
  return header === undefined || hasHeader(placed, header);
};
