import type { AppServer, Fleet, Storm } from "../../fleet/fleet.js";
import { patience } from "../../fleet/queue.js";
import type { Milliseconds } from "../../text/units.js";
import type { CurveHosts } from "./curve-hosts.js";
import { curveHosts } from "./curve-hosts.js";
import type { AppPlan } from "./plan-app.js";
import { planApp } from "./plan-app.js";
import type { ProxyPlan } from "./plan-proxy.js";
import { planProxy } from "./plan-proxy.js";
import { tooMuch } from "./size.js";

/** The tier and the storm in plain numbers: all that a run needs, read off the fleet once for all runs. */
export interface Plan {
  readonly storm: StormPlan;
  readonly clients: ClientPlan;
  readonly proxies: readonly ProxyPlan[];
  readonly apps: readonly AppPlan[];
  readonly curves: CurveHosts;
}

/** The storm without its place, behind which the whole inventory stands: a plan goes to other threads. */
export type StormPlan = Omit<Storm, "node">;

/** What a client does that has no answer. */
export interface ClientPlan {
  /** How long it waits for one. */
  readonly patience: Milliseconds;
  /** How often it asks again, after a 503 or 504 or when it has lost patience, and after what pause. */
  readonly retry: Storm["retry"];
}

/** A plan, or why the fleet has nothing to simulate. */
export type Planned =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly reason: string };

export const planOf = (fleet: Fleet, storm: Storm): Planned => {
  const serving = fleet.appServers.flatMap((server) => {
    const { service } = server;
    return service === undefined ? [] : [{ server, service }];
  });
  const numbers = new Map<AppServer, number>(serving.map(({ server }, index) => [server, index]));
  const proxies = fleet.proxies.map((proxy) => planProxy(proxy, numbers));
  if (serving.length === 0)
    return { ok: false, reason: `no app server of ${fleet.environment} has a service with slots` };
  const idle = proxies.find((proxy) => proxy.listeners.length === 0 && proxy.share > 0);
  if (idle !== undefined)
    return {
      ok: false,
      reason: `${idle.name} has no listener whose requests take slots of a service: its share of the storm would go nowhere; write slots in one, or traffic: 0% for the proxy`,
    };
  const apps = serving.map(({ server, service }) => planApp(server, service));
  const clients: ClientPlan = { patience: patience(storm) ?? Number.POSITIVE_INFINITY, retry: storm.retry };
  const reason = tooMuch(storm, clients, { apps, proxies });
  if (reason !== undefined) return { ok: false, reason };
  const { node: _place, ...load } = storm;
  return {
    ok: true,
    plan: {
      storm: load,
      clients,
      proxies,
      apps,
      curves: curveHosts(proxies, apps),
    },
  };
};
