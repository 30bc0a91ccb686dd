import {
  balance,
  balanceHeader,
  fittingFactor,
  hashes,
  readsHttp,
  serversOfOneKey,
} from "../../fleet/balance.js";
import { slots, worstStormOn } from "../../fleet/capacity.js";
import type { Fleet } from "../../fleet/fleet.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import { everySlotListener, mode } from "../../fleet/listeners.js";
import { hasHeader } from "../../fleet/request-headers.js";
import { urlsOf } from "../../fleet/runtime.js";
import { activeLines } from "../../fleet/server-lines.js";
import { listenerShare } from "../../fleet/storm-share.js";
import { waitLimit } from "../../fleet/wait-limit.js";
import { inListener } from "../../moves/candidate.js";
import { counted } from "../../text/counted.js";
import { showPercent, showSeconds } from "../../text/units.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";
import { noStorm } from "../no-storm.js";

export const keyPinning = defineRule({
  slug: "capacity/key-pinning",
  severity: "info",
  title: "When balancing by key, one server can serve a whole storm of one key in time.",
  why: "Equal keys go to one server, however idle the others are: a popular key, or many clients behind one address, gets one server's slots, queues there and ends in 503 (sQ).",
  how: "balance source, uri, url_param, rdp-cookie, and hdr of a header that requests carry, with two or more active servers. One server serves slots x (1 + longest wait / mean service time) requests in time, compared with the largest storm; for uri also with the storm's share per URL of the site, which is a warning. With hash-type consistent and hash-balance-factor F one key has 100/F of all servers; without hash-type consistent the factor does nothing.",
  fix: "Balance by roundrobin or leastconn; where 100/F of all servers are enough for one key, set hash-type consistent and hash-balance-factor F.",
  source: [
    "HAProxy configuration manual 4.2 balance",
    "HAProxy configuration manual 4.2 hash-balance-factor",
    "test/daemons/facts/balance-by-header.test.ts",
    "test/daemons/facts/hash-balance-factor.test.ts",
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
  const [smallest] = active.flatMap(({ service }) => service ?? []).sort((a, b) => slots(a) - slots(b));
  if (smallest === undefined || limit.value === null) return [pass];
  const atOnce = slots(smallest);
  const each = atOnce * (1 + limit.value / storm.service_time.mean);
  const servers = serversOfOneKey(placed, active.length);
  const inTime = Math.floor(each * servers);
  const requests = Math.round(storm.requests * listenerShare(storm, fleet, listener.name));
  if (requests <= inTime) return [pass];
  const urls = algorithm === "uri" ? (urlsOf(smallest)?.slots.length ?? 0) : 0;
  const hot = urls > 0 && requests / urls > inTime;
  const own = servers === 1 ? "one server" : `${showPercent(servers / active.length)} of the servers`;
  const factor = fittingFactor(placed, { needed: requests / each, servers: active.length });
  return [
    fault({
      ...common,
      severity: hot ? "warning" : "info",
      message: hot
        ? `each of the ${urls} URLs of ${listener.name} has ${own}, which ${servers === 1 ? "serves" : "serve"} ${counted(inTime, "request")} in time; ${storm.name} sends about ${Math.round(requests / urls)}`
        : `a key that brings more than ${inTime} of the ${counted(requests, "request")} of ${storm.name} overloads ${servers === 1 ? "its one server" : `its ${own}`} of ${listener.name}`,
      why: `balance ${algorithm} sends one key to ${servers === 1 ? "one server" : `${own}, as hash-balance-factor says`}: ${counted(atOnce, "slot")}${servers === 1 ? "" : " each"}, waits of up to ${showSeconds(limit.value)} (${limit.because}), ${showSeconds(storm.service_time.mean)} each; ${servers === 1 ? `the ${active.length - 1} others` : "the others"} may be idle`,
      candidates: [
        inListener(placed, { balance: "leastconn" }),
        inListener(placed, { balance: "roundrobin" }),
      ],
      fix: `balance: leastconn or roundrobin${factor === undefined ? "" : `; or hash-type consistent and hash-balance-factor ${factor} as raw lines, with which one key may fill ${showPercent(100 / factor)} of the servers`}`,
      figures: { slots: atOnce, in_time: inTime, requests, balance: algorithm },
    }),
  ];
};

/** Whether requests with equal keys all go to the same servers. A header that requests don't carry pins nothing. */
const isPinned = (placed: PlacedListener, algorithm: string): boolean => {
  if (!hashes(algorithm)) return false;
  if (readsHttp(algorithm) && mode(placed.listener) !== "http") return false;
  const header = balanceHeader(algorithm);
  return header === undefined || hasHeader(placed, header);
};
