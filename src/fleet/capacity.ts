import { supports } from "../haproxy/dialect.js";
import type { Milliseconds } from "../text/units.js";
import type { CheckTakes } from "./check-request.js";
import { isCheckTaking } from "./check-request.js";
import type { Fleet, Listener, Service, Storm } from "./fleet.js";
import type { Claim, HostGroup } from "./host-groups.js";
import { lineMaxconn, linesOf } from "./server-lines.js";
import { stormParts } from "./storm-parts.js";
import { listenerShare, stormShare } from "./storm-share.js";

/** Requests that one app server serves at a time. */
export const slots = ({ runtime: { units } }: Service): number => units.count * units.slots;

/** Units that so many slots take. */
export const unitsFor = ({ runtime: { units } }: Service, wanted: number): number =>
  Math.ceil(wanted / units.slots);

/** HAProxy processes on one proxy, each counting maxconn for itself (manual 3.1 nbproc; gone since 2.5). */
export const processesPerProxy = (claim: Pick<Claim, "haproxy">): number =>
  supports(claim.haproxy.version, "nbproc") ? (claim.haproxy.global.nbproc ?? 1) : 1;

/** HAProxy processes that a claim stands for. */
export const claimants = (claim: Claim): number => claim.proxies.length * processesPerProxy(claim);

/** Checks that may be under way at once and take at least that: one for each checked line and HAProxy process. */
export const checksTaking = (claims: readonly Claim[], least: CheckTakes): number =>
  claims
    .filter((claim) => isCheckTaking(claim, claim.line, least))
    .reduce((sum, claim) => sum + claimants(claim), 0);

export interface Demand {
  /** Requests that all proxies together may have at one app server; null where a line has no maxconn. */
  readonly requests: number | null;
  /** Health checks on top that take a slot: one in flight per checked line and process; they bypass maxconn. */
  readonly checks: number;
  /** HAProxy processes that send. */
  readonly processes: number;
  /** The requests as a sum people can follow: `6 proxies x maxconn 25 = 150`. */
  readonly sum: string;
}

/** What all proxies may send to one app server of the group at once, over all listeners that take its slots. */
export const demand = (group: HostGroup): Demand => {
  const { claims } = group;
  const bounded = claims.map((claim) => ({ claim, maxconn: lineMaxconn(claim) }));
  const requests = bounded.reduce<number | null>(
    (sum, { claim, maxconn }) => (sum === null || maxconn === null ? null : sum + claimants(claim) * maxconn),
    0,
  );
  const checks = checksTaking(claims, "slot");
  const processes = claims.reduce((sum, claim) => sum + claimants(claim), 0);
  const parts = bounded.map(({ claim, maxconn }) => {
    const [only] = claim.proxies;
    const many = claim.proxies.length === 1 ? `${only?.name}` : `${claim.proxies.length} proxies`;
    const nbproc = processesPerProxy(claim);
    return `${many} x ${nbproc === 1 ? "" : `nbproc ${nbproc} x `}maxconn ${maxconn ?? "not set"}`;
  });
  return { requests, checks, processes, sum: parts.join(" + ") };
};

/** The largest maxconn that, equal on every line, keeps requests and checks within the slots; 0 where none does. */
export const fittingMaxconn = (group: HostGroup, available: number): number => {
  const { checks, processes } = demand(group);
  return processes === 0 ? 0 : Math.max(Math.floor((available - checks) / processes), 0);
};

/** The storm with the most work in it: the one to plan for. */
export const worstStorm = (fleet: Fleet): Storm | undefined => withMost(fleet.storms, work);

/** The one that brings a listener the most; undefined where none comes to it. */
export const worstStormOn = (fleet: Fleet, { name }: Pick<Listener, "name">): Storm | undefined => {
  const part = (storm: Storm): number => listenerShare(storm, fleet, name);
  return withMost(
    stormParts(fleet).filter((storm) => part(storm) > 0),
    (storm) => work(storm) * part(storm),
  );
};

const withMost = (storms: readonly Storm[], of: (storm: Storm) => number): Storm | undefined =>
  storms.reduce<Storm | undefined>(
    (worst, storm) => (worst === undefined || of(storm) > of(worst) ? storm : worst),
    undefined,
  );

const work = (storm: Storm): number => storm.requests * storm.service_time.mean;

/** The one that brings an app server of the group the most. */
export const worstStormAt = (fleet: Fleet, group: HostGroup): Storm | undefined =>
  withMost(stormParts(fleet), (storm) => stormDemand(storm, group) * storm.service_time.mean);

/** Requests of a storm that reach one app server of the group if they all come at once, spread evenly over those that serve. */
export const stormDemand = (storm: Storm, group: HostGroup): number =>
  group.claims.reduce((sum, claim) => {
    const serving = linesOf(claim.listener, claim.line.role).length;
    const share = claim.proxies.reduce((total, proxy) => total + stormShare(storm, proxy, claim.listener), 0);
    return sum + (storm.requests * share) / Math.max(serving, 1);
  }, 0);

/** Mean time that the last of `waiting` requests waits for a slot, when `parallel` are served at a time. */
export const drainTime = (waiting: number, parallel: number, mean: Milliseconds): Milliseconds =>
  (Math.max(waiting, 0) / Math.max(parallel, 1)) * mean;
