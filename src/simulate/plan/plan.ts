import type { AppServer, Fleet, Service, Storm } from "../../fleet/fleet.js";
import { patience } from "../../fleet/queue.js";
import { takesSlots } from "../../fleet/service.js";
import { stormShare } from "../../fleet/storm-share.js";
import type { Milliseconds } from "../../text/units.js";
import { showCount } from "../../text/units.js";
import type { CurveHosts } from "./curve-hosts.js";
import { curveHosts } from "./curve-hosts.js";
import type { Outcome } from "./outcome.js";
import type { CheckPlan, InstanceNumber } from "./plan-backend.js";
import type { Hosted, InstancePlan, PlannedRuntime } from "./plan-instance.js";
import { outcomesOf, planInstance } from "./plan-instance.js";
import type { ProxyPlan } from "./plan-proxy.js";
import { planProxies } from "./plan-proxy.js";

/** The fleet and the storm in plain numbers: all that a run needs, read off the fleet once for all runs. */
export interface Plan {
  readonly storm: StormPlan;
  readonly clients: ClientPlan;
  /** How requests may end, by number: OUTCOMES, and then what each runtime adds. */
  readonly outcomes: readonly Outcome[];
  readonly proxies: readonly ProxyPlan[];
  readonly instances: readonly InstancePlan[];
  readonly curves: CurveHosts;
}

/** The storm without its place, behind which the whole inventory stands: a plan goes to other threads. Where it goes, the listeners have. */
export type StormPlan = Omit<Storm, "node" | "to">;

/** What a client does that has no answer. */
export interface ClientPlan {
  /** How long it waits for one. */
  readonly patience: Milliseconds;
  /** How often it asks again, after a 500, 503 or 504 or when it has lost patience, and after what pause. */
  readonly retry: Storm["retry"];
}

/** A plan, or why the fleet has nothing to simulate. */
export type Planned =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly reason: string };

export const planOf = (fleet: Fleet, storm: Storm, runtimes: readonly PlannedRuntime[]): Planned => {
  const serving = instancesOf(fleet);
  const proxies = planProxies(fleet.proxies, numbersOf(serving), {
    share: (proxy, listener) => stormShare(storm, proxy, listener),
    service_time: ({ name }) => storm.to?.get(name)?.service_time ?? storm.service_time,
  });
  if (serving.length === 0)
    return { ok: false, reason: `no app server of ${fleet.environment} has a service with slots` };
  const idle = fleet.proxies.find(
    ({ traffic, haproxy }) => storm.to === undefined && traffic > 0 && !haproxy.listeners.some(takesSlots),
  );
  if (idle !== undefined)
    return {
      ok: false,
      reason: `${idle.name} has no listener whose requests take slots of a service: its share of the storm would go nowhere; write slots in one, or traffic: 0% for the proxy`,
    };
  const planned = serving.map((placed) => ({ placed, instance: planInstance(placed, runtimes) }));
  const unknown = planned.find(({ instance }) => instance === undefined);
  if (unknown !== undefined) {
    const { name, runtime } = unknown.placed.service;
    return {
      ok: false,
      reason: `${name} runs under ${runtime.name}, of which nothing is known to simulate it`,
    };
  }
  const instances = planned.flatMap(({ instance }) => instance ?? []);
  const clients: ClientPlan = { patience: patience(storm) ?? Number.POSITIVE_INFINITY, retry: storm.retry };
  const reason = tooMuch(storm, clients, { instances, proxies });
  if (reason !== undefined) return { ok: false, reason };
  const { node: _place, to: _to, ...load } = storm;
  return {
    ok: true,
    plan: {
      storm: load,
      clients,
      outcomes: outcomesOf(runtimes),
      proxies,
      instances,
      curves: curveHosts(proxies, instances),
    },
  };
};

export const instancesOf = ({ appServers }: Fleet): readonly Hosted[] =>
  appServers.flatMap((server) => server.services.map((service) => ({ server, service })));

/** Gives the number of the instance that a server line leads to. */
const numbersOf = (serving: readonly Hosted[]): InstanceNumber => {
  const numbers = new Map<AppServer, Map<Service, number>>();
  for (const [number, { server, service }] of serving.entries()) {
    const own = numbers.get(server);
    if (own) own.set(service, number);
    else numbers.set(server, new Map([[service, number]]));
  }
  return ({ server, service }) => service && numbers.get(server)?.get(service);
};

/** Each takes some bytes of every run: more of them are a slip of the pen, or meant to fill the memory. */
const MAX_SLOTS = 10_000_000;
/** A hundred bytes each. */
const MAX_UNDER_WAY = 20_000_000;
/** A run plays some million events a second: what takes minutes is a slip of the pen as well. */
const MAX_CHECKS = 100_000_000;
/** As many as a storm may have requests. */
const MAX_ASKED = 1e9;

/** Why a storm on these app servers is more than a run can hold; undefined where it is not. */
const tooMuch = (
  { name, requests, over }: Storm,
  { patience, retry }: ClientPlan,
  { instances, proxies }: Pick<Plan, "instances" | "proxies">,
): string | undefined => {
  const slots = instances.reduce((sum, { station }) => sum + station.slots, 0);
  if (slots > MAX_SLOTS)
    return `the app servers have ${showCount(slots)} slots, and a simulation holds ${showCount(MAX_SLOTS)}: lower processes or threads`;
  const underWay = Math.ceil(requests * Math.min(1, patience / Math.max(over, 1)));
  if (underWay > MAX_UNDER_WAY)
    return `in ${name}, ${showCount(underWay)} requests may be under way at once, and a simulation holds ${showCount(MAX_UNDER_WAY)}: lower requests, or say after which patience a client gives up`;
  const asked = requests * (1 + (retry?.times ?? 0));
  if (asked > MAX_ASKED)
    return `in ${name}, clients may send ${showCount(asked)} requests, and a simulation takes ${showCount(MAX_ASKED)}: lower requests, or retry.times`;
  const checks = Math.ceil(over * proxies.reduce((sum, proxy) => sum + checksPerMillisecond(proxy), 0));
  if (checks > MAX_CHECKS)
    return `during ${name} there are ${showCount(checks)} health checks, and a simulation takes ${showCount(MAX_CHECKS)}: lower over, or record a shorter time`;
  return undefined;
};

const checksPerMillisecond = ({ processes, listeners }: ProxyPlan): number =>
  listeners
    .flatMap(({ backend }) => backend.lines)
    .reduce((sum, { check }) => sum + (check === undefined ? 0 : processes / shortest(check)), 0);

const shortest = ({ inter, fastinter, downinter }: CheckPlan): number =>
  Math.min(inter, fastinter, downinter);
