import { SERVICE } from "../inventory/format-1.js";
import type { Inventory } from "../inventory/schema.js";
import type { MapNode } from "../yaml/node.js";
import { mapAt, mapLike, originOf } from "../yaml/node.js";
import type { Problem } from "../yaml/problem.js";
import { problem } from "../yaml/problem.js";
import type { Proxy, Service } from "./fleet.js";
import type { Resolving } from "./resolving.js";
import { shapesOf } from "./shapes.js";
import type { FleetTargets } from "./targets.js";

/** Gives an app server its service: the fleet's, with what the host sets of its own laid on it. */
export const resolveServices = ({ inventory, root, targets, sections, problems }: Resolving) => {
  const make = (section: Readonly<Record<string, unknown>>, node: MapNode): Service | undefined => {
    const bound = bind({ name: SERVICE, node, sections: section }, targets);
    if (bound.ok) return bound.service;
    problems.add(bound.problem);
    return undefined;
  };
  const section = inventory[SERVICE] as Inventory | undefined;
  const shared = section && make(section, mapAt(root, SERVICE));
  const { service: schema } = shapesOf(targets);
  return (host: MapNode): Service | undefined => sections.of(schema, SERVICE, host, make) ?? shared;
};

/** A host that runs its service under another runtime has nothing of the fleet's. */
export const underHost =
  (root: MapNode, { runtimes }: FleetTargets) =>
  (name: string, own: MapNode): MapNode => {
    const section = mapAt(root, name);
    if (name !== SERVICE || !runtimes.some(({ key }) => own.entries.has(key))) return section;
    const others = runtimes.filter(({ key }) => !own.entries.has(key));
    const gone = new Set(others.flatMap(({ key, beside = {} }) => [key, ...Object.keys(beside)]));
    return mapLike(section, new Map([...section.entries].filter(([key]) => !gone.has(key))));
  };

type Bound =
  | { readonly ok: true; readonly service: Service }
  | { readonly ok: false; readonly problem: Problem };

/** A service has the section of one runtime, which says what it comes to. */
const bind = (
  read: Pick<Service, "name" | "node" | "sections">,
  { runtimes, modules }: FleetTargets,
): Bound => {
  const { name, node, sections } = read;
  const given = runtimes.filter(({ key }) => sections[key] !== undefined);
  const [runtime, second] = given;
  const keys = runtimes.map(({ key }) => `${name}.${key}`).join(", ");
  if (runtime === undefined) {
    const message = `${name} does not say what it runs under`;
    return { ok: false, problem: problem("schema/required", originOf(node), message, `set one of ${keys}`) };
  }
  if (second !== undefined) {
    const message = `${name} has ${given.map(({ key }) => key).join(" and ")}, and a service runs under one of them`;
    const fix = `take one out; where an inventory that this one extends sets it, write ${runtime.key}: null`;
    return { ok: false, problem: problem("schema/value", originOf(node, second.key), message, fix) };
  }
  const behind = modules.flatMap(({ service }) => {
    const section = service && sections[service.key];
    return service === undefined || section === undefined ? [] : [service.bind(section, read)];
  });
  return { ok: true, service: { ...read, runtime: runtime.bind(sections[runtime.key], read), behind } };
};

/** A listener that takes slots needs app servers that have them. */
export const requireSlots = (
  proxies: readonly Proxy[],
  { targets, problems }: Pick<Resolving, "targets" | "problems">,
): void => {
  for (const { listeners } of new Set(proxies.map((proxy) => proxy.haproxy))) {
    for (const listener of listeners) {
      const { slots } = listener.own;
      const bare =
        slots === undefined ? undefined : listener.lines.find((line) => line.server.service === undefined);
      if (bare === undefined) continue;
      const message = `${listener.name} uses slots of ${slots}, but ${bare.server.name} has none: there is no ${slots} section`;
      const fix = `write ${slots} with ${targets.runtimes.map(({ key }) => key).join(" or ")}, or remove slots from the listener`;
      problems.add(problem("schema/slots", originOf(listener.node, "slots"), message, fix));
    }
  }
};
