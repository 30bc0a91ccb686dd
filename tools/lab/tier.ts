import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { render } from "../../src/api/library.js";
import { slots } from "../../src/fleet/capacity.js";
import { urlsOf } from "../../src/fleet/runtime.js";
import { apacheOf } from "../../src/modules/apache/section.js";
import type { Artefact } from "../../src/render/artefact.js";
import { planWsgi } from "../../src/runtimes/mod_wsgi/world/plan.js";
import type { Plan } from "../../src/simulate/plan/plan.js";
import { startApache, writeScript } from "./apache.js";
import { startDaemon } from "./daemon.js";
import type { Target } from "./load.js";
import { ask } from "./load.js";
import type { Log } from "./log.js";
import { placesOf, webUser } from "./places.js";
import type { Scenario } from "./scenario.js";
import { fleetOf } from "./scenario.js";
import type { Scope } from "./scope.js";
import { startStub } from "./stub.js";

const PROXY_FILE = "modules/haproxy/files/haproxy.cfg";
const APACHE_FILE = "modules/mirrormanager/files/mirrorlist-server.conf";

export interface Tier {
  readonly proxies: readonly Target[];
  /** The URL that takes a slot. */
  readonly path: string;
}

/** Starts every proxy and every app server of a scenario on what mmconf renders for it. */
export const startTier = async (scope: Scope, scenario: Scenario, plan: Plan, log: Log): Promise<Tier> => {
  const { proxies, apps, sets } = await placesOf(fleetOf(scenario));
  const folder = scope.folder();
  const script = join(folder, "slow.wsgi");
  const fleet = fleetOf(scenario, [
    ...sets,
    `haproxy.global.log=${log.address} local0`,
    // Six processes share this machine; what a thread of one does, the limits and queues do not depend on.
    "haproxy.global.nbthread=1",
    "haproxy.defaults.log=global",
    "haproxy.defaults.option.httplog=true",
    `mirrorlist.wsgi.user=${webUser()}`,
    `mirrorlist.site.script=${script}`,
  ]);
  const result = render(fleet);
  if (!result.ok) throw new Error(result.reason);
  const { artefacts } = result.rendered;
  const { service_time } = plan.storm;
  const path = urlsOf(fleet.appServers[0]?.services[0])?.slots[0];
  if (path === undefined) throw new Error(`${scenario.name} has no site`);
  writeScript(script, service_time);

  await Promise.all(
    fleet.appServers.map(async (server) => {
      const { name, services } = server;
      const [service] = services;
      const target = apps.get(name);
      if (target === undefined || service === undefined) return;
      if (scenario.servers === "stub")
        await startStub(scope, target, planWsgi(server, service).apache, service_time);
      else {
        await startApache(scope, target, fileOf(artefacts, APACHE_FILE, name), apacheOf(server));
        await warmUp(target, path, slots(service));
      }
    }),
  );
  const apart = checkInterval(plan) / fleet.proxies.length;
  await Promise.all(
    fleet.proxies.map(async ({ name }, index) => {
      // So that the checks of one server do not all come at one moment, as those of proxies that have run for long.
      await sleep(apart * index);
      const file = join(folder, `${name}.cfg`);
      writeFileSync(file, fileOf(artefacts, PROXY_FILE, name));
      const target = proxies[index];
      if (target !== undefined) await startDaemon(scope, ["haproxy", "-db", "-f", file], target);
    }),
  );
  return { proxies, path };
};

/** The longest time between two checks, in milliseconds. */
export const checkInterval = ({ proxies }: Plan): number =>
  Math.max(
    0,
    ...proxies.flatMap(({ listeners }) =>
      listeners.flatMap(({ backend }) => backend.lines.map(({ check }) => check?.inter ?? 0)),
    ),
  );

/** The file of one host: its own where it has one, else the role's. */
const fileOf = (artefacts: readonly Artefact[], path: string, host: string): string => {
  const file =
    artefacts.find((artefact) => artefact.path === `${path}.${host}`) ??
    artefacts.find((artefact) => artefact.path === path);
  if (file === undefined) throw new Error(`${path} is not rendered`);
  return file.content;
};

/** How long a request of the warm-up holds its process, so that the next one goes to another; milliseconds. */
const HOLD = 150;

/** A process loads the script at its first request: all have had one before the storm. */
const warmUp = async (target: Target, path: string, slots: number): Promise<void> => {
  const ready = () => Promise.all(Array.from({ length: slots }, () => ask(target, path, HOLD, 10_000)));
  await ready();
  const failed = (await ready()).find(({ status }) => status !== 200);
  if (failed !== undefined) throw new Error(`Apache at ${target.host} answers ${failed.status}`);
};
