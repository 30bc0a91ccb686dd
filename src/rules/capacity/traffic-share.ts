import { demand, processesPerProxy, slots, worstStormAt } from "../../fleet/capacity.js";
import type { Fleet, Proxy } from "../../fleet/fleet.js";
import type { Claim } from "../../fleet/host-groups.js";
import type { ProxyPlaces } from "../../fleet/places.js";
import { placesOfProxies } from "../../fleet/places.js";
import { lineMaxconn } from "../../fleet/server-lines.js";
import { serviceNames } from "../../fleet/service.js";
import { proxyShare } from "../../fleet/storm-share.js";
import type { Tier } from "../../fleet/tier.js";
import { tier } from "../../fleet/tier.js";
import type { Candidate } from "../../moves/candidate.js";
import { inListener } from "../../moves/candidate.js";
import { counted } from "../../text/counted.js";
import { showPercent } from "../../text/units.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

/** A proxy's share of the requests may exceed its share of maxconn by this factor before it is reported. */
const TOLERANCE = 1.25;

export const trafficShare = defineRule({
  slug: "capacity/traffic-share",
  severity: "warning",
  title: "Each proxy's share of the total maxconn matches its share of the requests.",
  why: "maxconn belongs to each proxy alone: no other can use what it leaves free. If all have the same and one gets most of the requests, that one queues and times out (503, sQ) while slots reserved for the others stay idle.",
  how: `Each proxy's share of the requests (traffic) compared with its share of the total maxconn on the active app servers. More than ${TOLERANCE} times as much is reported, if a proportional maxconn is larger than what it has; as info if the largest storm fits, or no storm is given.`,
  fix: "Set maxconn by proxy, in proportion to traffic.",
  source: [
    "HAProxy configuration manual 5.2 maxconn",
    "test/daemons/facts/maxconn-bounds-requests.test.ts: each process counts for itself",
  ],
  run: (fleet) =>
    serviceNames(fleet).flatMap((name) => {
      const active = tier(fleet, "active", name);
      const all = placesOfProxies(fleet, name);
      if (active === undefined || all === undefined || all.length < 2) return [];
      const short = all.filter((one) => isShort(one, active));
      return short.length === 0 ? [pass] : alike(short).map((some) => judge(fleet, active, some));
    }),
});

const isShort = ({ proxy, share }: ProxyPlaces, active: Tier): boolean => {
  if (proxy.traffic <= share * TOLERANCE) return false;
  const claims = claimsOf(proxy, active);
  const has = claims.reduce((sum, claim) => sum + (lineMaxconn(claim) ?? 0) * processesPerProxy(claim), 0);
  return has < Math.floor(proxy.traffic * (demand(active.largest).requests ?? 0));
};

const judge = (fleet: Fleet, active: Tier, some: readonly [ProxyPlaces, ...ProxyPlaces[]]): RuleResult => {
  const [{ proxy, places, share }] = some;
  const storm = worstStormAt(fleet, active.largest);
  const requests = storm && Math.round(storm.requests * proxyShare(storm, proxy));
  const queues = requests !== undefined && requests > places;
  const [claim] = claimsOf(proxy, active);
  const others = some.length === 1 ? "" : ` (and ${some.length - 1} more like it)`;
  return fault({
    subject: proxy.name,
    hosts: some.map((one) => one.proxy.name),
    severity: queues ? "warning" : "info",
    at: originOf(proxy.node, "haproxy", ...(claim?.listener.path ?? []), "server", "maxconn"),
    message: `${proxy.name}${others} gets ${showPercent(proxy.traffic)} of the requests but has ${showPercent(share)} of the total maxconn: it queues while slots reserved for the others stay idle`,
    why: `its maxconn adds up to ${places} on ${counted(active.hosts, "active app server")}${storm === undefined ? "" : `, for ${requests} of the ${counted(storm.requests, "request")} of ${storm.name}`}; its proportional share is ${Math.round((places / share) * proxy.traffic)}`,
    candidates: [1, 0.9, 0.8, 0.7].map((part) => divided(fleet, active, part)),
    fix: fixOf(fleet, active),
    figures: {
      traffic: round(proxy.traffic),
      share: round(share),
      places,
      ...(requests === undefined ? {} : { requests }),
    },
  });
};

/** In whole numbers, which may be closer to the shares where they are smaller. */
const divided = (fleet: Fleet, active: Tier, part: number): Candidate => {
  const { requests, checks, processes } = demand(active.largest);
  const within = slots(active.largest.service) - checks;
  const budget = within >= processes ? Math.min(requests ?? 0, within) : (requests ?? 0);
  return fleet.proxies.flatMap((proxy) => {
    const claims = claimsOf(proxy, active);
    const times = claims.reduce((sum, claim) => sum + processesPerProxy(claim), 0) || 1;
    const maxconn = Math.max(Math.floor((budget * part * proxy.traffic) / times), 1);
    return claims.flatMap(({ listener }) =>
      inListener({ listener, hosts: [proxy.name] }, { server: { maxconn } }),
    );
  });
};

/** The maxconn of each share, so that all of them and the checks fit the slots, if those hold one each. */
const fixOf = (fleet: Fleet, active: Tier): string => {
  const { largest } = active;
  const { requests, checks, processes } = demand(largest);
  const within = slots(largest.service) - checks;
  const fits = within >= processes;
  const budget = fits ? Math.min(requests ?? 0, within) : (requests ?? 0);
  const byShare = new Map<number, [Proxy, ...Proxy[]]>();
  for (const proxy of fleet.proxies) {
    const known = byShare.get(proxy.traffic);
    if (known) known.push(proxy);
    else byShare.set(proxy.traffic, [proxy]);
  }
  const values = [...byShare]
    .sort(([a], [b]) => b - a)
    .map(([traffic, [first, ...more]]) => {
      // A line's maxconn counts once for each listener and process.
      const times = claimsOf(first, active).reduce((sum, claim) => sum + processesPerProxy(claim), 0) || 1;
      const each = Math.max(Math.floor((budget * traffic) / times), 1);
      return `maxconn ${each} on ${first.name}${more.length === 0 ? "" : ` and ${more.length} more`}`;
    });
  return `${values.slice(0, 3).join(", ")}${values.length > 3 ? " and so on" : ""}: in proportion to traffic${fits ? `, within ${counted(slots(largest.service), "slot")}` : ""}`;
};

const claimsOf = (proxy: Proxy, { largest }: Tier): readonly Claim[] =>
  largest.claims.filter(({ proxies }) => proxies.includes(proxy));

const alike = (some: readonly ProxyPlaces[]): readonly (readonly [ProxyPlaces, ...ProxyPlaces[]])[] => {
  const groups = new Map<string, [ProxyPlaces, ...ProxyPlaces[]]>();
  for (const one of some) {
    const key = `${one.proxy.traffic} ${one.places}`;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
};

const round = (share: number): number => Math.round(share * 1000) / 1000;
