import { SERVICE } from "../inventory/format-1.js";
import type { Inventory } from "../inventory/schema.js";
import { expandHosts } from "../text/hosts.js";
import { nearest } from "../text/nearest.js";
import type { MapNode } from "../yaml/node.js";
import { mapAt, mapLike, nodeAt, originOf } from "../yaml/node.js";
import type { Problem } from "../yaml/problem.js";
import { problem } from "../yaml/problem.js";
import type { AppServer, Proxy, Service } from "./fleet.js";
import type { Resolving } from "./resolving.js";
import { serviceBehind } from "./service.js";
import { shapesOf } from "./shapes.js";
import type { FleetTargets } from "./targets.js";

const NAMED = "services";
/** Keys of a service that say where it runs, and not what it is. */
const PLACE = new Set(["hosts", "port"]);

/** A service of the fleet as its app servers have it that set nothing of their own, and as another has it. */
interface Defined {
  readonly path: readonly string[];
  readonly shared: Service | undefined;
  /** Undefined where the host sets nothing of its own. */
  readonly own: (host: MapNode) => Service | undefined;
}

/** Gives an app server its services: the fleet's, with what the host sets of its own laid on them. */
export const resolveServices = (resolving: Resolving) => {
  const { inventory, root, targets, sections, problems } = resolving;
  const { service: schema } = shapesOf(targets);
  const define = (name: string, path: readonly string[], section: Readonly<Record<string, unknown>>) => {
    const port = nodeAt(root, ...path, "port");
    const make = (read: Readonly<Record<string, unknown>>, node: MapNode): Service | undefined => {
      const place = { port: port?.kind === "scalar" ? Number(port.value) : undefined };
      const bound = bind({ name, path, node, sections: read }, targets);
      if (bound.ok) return { ...bound.service, ...place };
      problems.add(bound.problem);
      return undefined;
    };
    const defined: Defined = {
      path,
      shared: make(section, withoutPlace(mapAt(root, ...path))),
      own: (host) => sections.of(schema, path, host, make),
    };
    return defined;
  };
  const first = inventory[SERVICE] as Inventory | undefined;
  const everywhere = first === undefined ? [] : [define(SERVICE, [SERVICE], first)];
  const placed = new Map<string, Defined[]>();
  for (const [name, section] of Object.entries(inventory.services ?? {})) {
    const path = [NAMED, name];
    if (!NAME.test(name) || (name === SERVICE && first !== undefined)) {
      problems.add(misnamed(name, originOf(root, ...path)));
      continue;
    }
    const { hosts, port: _port, ...rest } = section as typeof section & Readonly<Record<string, unknown>>;
    const defined = define(name, path, rest);
    for (const host of hostsOf(hosts, root, path, resolving)) {
      const known = placed.get(host);
      if (known) known.push(defined);
      else placed.set(host, [defined]);
    }
  }
  const shared = everywhere.flatMap((defined) => defined.shared ?? []);
  return (name: string, host: MapNode): readonly Service[] => {
    const others = placed.get(name);
    requireThere(host, [...everywhere, ...(others ?? [])], resolving);
    if (others === undefined && !host.entries.has(SERVICE)) return shared;
    return [...everywhere, ...(others ?? [])].flatMap((defined) => defined.own(host) ?? defined.shared ?? []);
  };
};

const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;

const withoutPlace = (section: MapNode): MapNode =>
  mapLike(section, new Map([...section.entries].filter(([key]) => !PLACE.has(key))));

const misnamed = (name: string, at: Problem["at"]): Problem =>
  NAME.test(name)
    ? problem(
        "schema/value",
        at,
        `${name} is a service here, and a section at the top, too`,
        `keep ${NAMED}.${name}, and take out the section ${name}`,
      )
    : problem(
        "schema/value",
        at,
        `${JSON.stringify(name)} can't name a service`,
        "use letters, digits, dash, underscore and dot: it names a process group, a file and a subject",
      );

/** The hosts that a service names; those that there are not are reported. */
const hostsOf = (
  patterns: readonly string[],
  root: MapNode,
  path: readonly string[],
  { inventory, problems }: Resolving,
): ReadonlySet<string> => {
  const hosts = new Set<string>();
  for (const [index, pattern] of patterns.entries()) {
    const list = nodeAt(root, ...path, "hosts");
    const at = (list?.kind === "list" ? list.items[index]?.origin : list?.origin) ?? originOf(root, ...path);
    const expanded = expandHosts(pattern);
    if (!expanded.ok) {
      problems.add(problem("schema/host-range", at, expanded.reason, "write hosts as web1 or web[1-4,7]"));
      continue;
    }
    for (const host of expanded.hosts) hosts.add(host);
    const missing = expanded.hosts.find(
      (host) => !Object.hasOwn(inventory.app_servers, host) && !Object.hasOwn(inventory.backups ?? {}, host),
    );
    if (missing === undefined) continue;
    const message = `${missing} is neither in app_servers nor in backups`;
    problems.add(problem("schema/reference", at, message, "add the host there, or remove it here"));
  }
  return hosts;
};

/** What a host sets of a service that it does not run would do nothing. */
const requireThere = (host: MapNode, running: readonly Defined[], { problems }: Resolving): void => {
  const own = host.entries.get(NAMED);
  if (own?.kind !== "map") return;
  const names = running.filter(({ path }) => path[0] === NAMED).map(({ path }) => path[1] ?? "");
  for (const name of own.entries.keys()) {
    if (names.includes(name)) continue;
    const meant = nearest(name, names);
    problems.add(
      problem(
        "schema/reference",
        originOf(own, name),
        `${name} does not run on this host`,
        meant === undefined
          ? `add the host to hosts of ${NAMED}.${name}, or take this out`
          : `did you mean ${meant}?`,
      ),
    );
  }
};

/** A host that runs its service under another runtime has nothing of the fleet's. */
export const underHost =
  (root: MapNode, { runtimes }: FleetTargets) =>
  (path: readonly string[], own: MapNode): MapNode => {
    const isService = path[0] === NAMED || (path.length === 1 && path[0] === SERVICE);
    const whole = mapAt(root, ...path);
    const section = isService ? withoutPlace(whole) : whole;
    if (!isService || !runtimes.some(({ key }) => own.entries.has(key))) return section;
    const others = runtimes.filter(({ key }) => !own.entries.has(key));
    const gone = new Set(others.flatMap(({ key, beside = {} }) => [key, ...Object.keys(beside)]));
    return mapLike(section, new Map([...section.entries].filter(([key]) => !gone.has(key))));
  };

type Bound =
  | { readonly ok: true; readonly service: Omit<Service, "port"> }
  | { readonly ok: false; readonly problem: Problem };

/** A service has the section of one runtime, which says what it comes to. */
const bind = (
  read: Pick<Service, "name" | "path" | "node" | "sections">,
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

/** Two services on one port of a host are two daemons, unless one web server stands before both. */
export const requirePorts = (
  appServers: readonly AppServer[],
  { problems }: Pick<Resolving, "problems">,
): void => {
  const reported = new Set<string>();
  for (const server of appServers) {
    if (server.services.length < 2) continue;
    const taken = new Map<number, Service>();
    for (const service of server.services) {
      const { port, name, node } = service;
      if (port === undefined) continue;
      const other = taken.get(port);
      taken.set(port, other ?? service);
      if (other === undefined || reported.has(name)) continue;
      const pool = (one: Service): string | undefined => one.runtime.stages(server)[0]?.pool;
      if (pool(other) === pool(service)) continue;
      reported.add(name);
      const message = `${name} and ${other.name} both listen on port ${port} of ${server.name}`;
      problems.add(problem("schema/value", originOf(node), message, "give one of them another port"));
    }
  }
};

/** A listener that takes slots needs app servers that have them. */
export const requireSlots = (
  proxies: readonly Proxy[],
  { inventory, targets, problems }: Pick<Resolving, "inventory" | "targets" | "problems">,
): void => {
  const known = [
    ...(inventory[SERVICE] === undefined ? [] : [SERVICE]),
    ...Object.keys(inventory.services ?? {}),
  ];
  for (const { listeners } of new Set(proxies.map((proxy) => proxy.haproxy))) {
    for (const listener of listeners) {
      const name = serviceBehind(listener.own);
      if (name === undefined) continue;
      const key = listener.own.service === undefined ? "slots" : "service";
      const at = originOf(listener.node, key);
      if (listener.own.service !== undefined && listener.own.slots !== undefined) {
        const message = `${listener.name} has service and slots, and requests take those of one service`;
        problems.add(problem("schema/value", at, message, "keep service, and take slots out"));
        continue;
      }
      const bare = listener.lines.find((line) => line.service === undefined && !line.elsewhere);
      if (known.includes(name) && bare === undefined) continue;
      const meant = nearest(name, known);
      const runtimes = targets.runtimes.map(({ key }) => key).join(" or ");
      const [message, fix] = known.includes(name)
        ? [
            `${listener.name} uses slots of ${name}, which does not run on ${bare?.server.name}`,
            `add ${bare?.server.name} to hosts of ${NAMED}.${name}, or name those that run it under hosts of the listener`,
          ]
        : [
            `${listener.name} uses slots of ${name}, and there is no service of that name`,
            meant === undefined || known.length === 0
              ? `write ${NAMED}.${name} with hosts and ${runtimes}, or remove ${key} from the listener`
              : `did you mean ${meant}? Services are ${known.join(", ")}`,
          ];
      problems.add(problem("schema/slots", at, message, fix));
    }
  }
};
