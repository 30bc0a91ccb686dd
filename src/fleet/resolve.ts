import type { $ZodType, output } from "zod/v4/core";
import { compareHosts } from "../inventory/hosts.js";
import type { LoadedTree } from "../inventory/load.js";
import type { MapNode } from "../inventory/node.js";
import { mapAt, mergeLater, nodeAt, originOf, toPlain } from "../inventory/node.js";
import type { Problem } from "../inventory/problem.js";
import { problem } from "../inventory/problem.js";
import type { Recordings } from "../inventory/recordings.js";
import type { AppServerEntry, ExtraSections, Inventory } from "../inventory/schema.js";
import { schemaWith, serviceSection } from "../inventory/schema.js";
import { readShape } from "../inventory/shape.js";
import { apacheSection } from "../modules/apache/schema.js";
import { haproxySection } from "../modules/haproxy/schema.js";
import { kernelSection } from "../modules/kernel/schema.js";
import type { AppServer, Fleet, Haproxy, Kernel, Proxy, Service } from "./fleet.js";
import { resolveHaproxy } from "./resolve-haproxy.js";
import { resolveStorm } from "./resolve-storm.js";
import { ServersBehind } from "./servers-behind.js";
import { trafficShares } from "./traffic.js";

export type Resolved =
  | { readonly ok: true; readonly fleet: Fleet }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** The name under which slots are shared: the section of the service itself. */
export const SERVICE = "mirrorlist";

/** Makes the fleet of one environment from its located tree, or says all that stands in the way. */
export const resolveFleet = (
  environment: string,
  tree: Pick<LoadedTree, "root" | "problems" | "recordings">,
  extra: ExtraSections = {},
): Resolved => {
  if (tree.problems.length > 0) return { ok: false, problems: tree.problems };
  const shaped = readShape(schemaWith(extra), tree.root);
  if (!shaped.ok) return shaped;
  return new Resolver(environment, tree.root, tree.recordings, shaped.value as Inventory).run(extra);
};

/** Collects problems while it resolves; sections that no host changes are read once and shared. */
class Resolver {
  private readonly problems: Problem[] = [];
  private readonly reported = new Set<string>();
  /** What hosts set of their own, by the section's name: a range's hosts share one. */
  private readonly made = new Map<string, Map<MapNode, unknown>>();
  private readonly read = new Map<string, unknown>();

  constructor(
    private readonly environment: string,
    private readonly root: MapNode,
    private readonly recordings: Recordings,
    private readonly inventory: Inventory,
  ) {}

  run(extra: ExtraSections): Resolved {
    const { inventory, root } = this;
    const appServers = this.appServers();
    const proxies = this.proxies(appServers);
    this.requireSlots(proxies);
    if (this.problems.length > 0) return { ok: false, problems: this.problems };
    const loose: Readonly<Record<string, unknown>> = inventory;
    return {
      ok: true,
      fleet: {
        environment: this.environment,
        description: inventory.description ?? "",
        node: root,
        proxies,
        appServers,
        storms: Object.entries(inventory.storms ?? {}).map(([name, storm]) =>
          resolveStorm(name, storm, mapAt(root, "storms", name), this.recordings),
        ),
        recordings: this.recordings,
        waivers: (inventory.accept ?? []).map((waiver, index) => {
          const node = nodeAt(root, "accept", index);
          return { ...waiver, node: node?.kind === "map" ? node : root };
        }),
        extra: Object.fromEntries(Object.keys(extra).map((name) => [name, loose[name]])),
      },
    };
  }

  private appServers(): AppServer[] {
    const { inventory, root } = this;
    const service = this.sharedService();
    const apache = { settings: inventory.apache ?? {}, node: mapAt(root, "apache") };
    const kernel = { settings: inventory.kernel ?? {}, node: mapAt(root, "kernel") };
    const hosts: AppServer[] = [];
    for (const [section, role] of [
      ["app_servers", "active"],
      ["backups", "backup"],
    ] as const) {
      const nodes = mapAt(root, section);
      const entries = inventory[section] ?? {};
      // Not Object.entries: it sorts 100,000 of them by the order in which they were set.
      for (const name of Object.keys(entries)) {
        const entry = entries[name] ?? {};
        const node = mapAt(nodes, name);
        if (role === "backup" && Object.hasOwn(inventory.app_servers, name)) {
          const at = originOf(root, "app_servers", name);
          const message = `${name} stands in app_servers (line ${at.line}) and in backups`;
          this.report(problem("schema/hosts", node.origin, message, "keep it in one of the two"));
          continue;
        }
        hosts.push(this.appServer(name, role, entry, node, { service, apache, kernel }));
      }
    }
    if (Object.keys(inventory.app_servers).length === 0) {
      this.report(
        problem(
          "schema/required",
          originOf(root, "app_servers"),
          "there is no app server",
          "write at least one host under app_servers",
        ),
      );
    }
    return hosts.sort((a, b) => compareHosts(a.name, b.name));
  }

  private appServer(
    name: string,
    role: AppServer["role"],
    entry: AppServerEntry,
    node: MapNode,
    shared: Pick<AppServer, "service" | "apache" | "kernel">,
  ): AppServer {
    return {
      name,
      role,
      node,
      address: entry.address ?? name,
      memory: entry.memory,
      baseMemory: entry.base_memory,
      reserveMemory: entry.reserve_memory ?? 0,
      service: entry.mirrorlist ? (this.ownService(node) ?? shared.service) : shared.service,
      apache:
        this.differing(apacheSection, "apache", node, (settings, at) => ({ settings, node: at })) ??
        shared.apache,
      kernel: this.kernel(node, shared.kernel),
    };
  }

  private sharedService(): Service | undefined {
    const section = this.inventory.mirrorlist;
    return section && { name: SERVICE, ...withServer(section), node: mapAt(this.root, SERVICE) };
  }

  private ownService(node: MapNode): Service | undefined {
    return this.differing(serviceSection, SERVICE, node, (section, at) => ({
      name: SERVICE,
      ...withServer(section),
      node: at,
    }));
  }

  private kernel(node: MapNode, shared: Kernel): Kernel {
    return (
      this.differing(kernelSection, "kernel", node, (settings, at) => ({ settings, node: at })) ?? shared
    );
  }

  private proxies(appServers: readonly AppServer[]): Proxy[] {
    const { inventory, root } = this;
    const names = Object.keys(inventory.proxies).sort(compareHosts);
    if (names.length === 0) {
      this.report(
        problem(
          "schema/required",
          originOf(root, "proxies"),
          "there is no proxy",
          "write at least one host under proxies",
        ),
      );
    }
    const { shares, problems } = trafficShares(inventory.proxies, root);
    for (const found of problems) this.report(found);
    const servers = new ServersBehind(appServers);
    const shared = this.haproxy(inventory.haproxy, mapAt(root, "haproxy"), servers);
    const kernel = { settings: inventory.kernel ?? {}, node: mapAt(root, "kernel") };
    return names.map((name) => {
      const entry = inventory.proxies[name];
      const node = mapAt(root, "proxies", name);
      return {
        name,
        node,
        traffic: shares.get(name) ?? 0,
        memory: entry?.memory,
        nofile: entry?.nofile,
        haproxy:
          this.differing(haproxySection, "haproxy", node, (section, at) =>
            this.haproxy(section, at, servers),
          ) ?? shared,
        kernel: this.kernel(node, kernel),
      };
    });
  }

  /** A listener that takes slots needs app servers that have them. */
  private requireSlots(proxies: readonly Proxy[]): void {
    for (const { listeners } of new Set(proxies.map((proxy) => proxy.haproxy))) {
      for (const listener of listeners) {
        const bare =
          listener.own.slots === undefined
            ? undefined
            : listener.lines.find((line) => line.server.service === undefined);
        if (bare === undefined) continue;
        const message = `${listener.name} takes slots of ${listener.own.slots}, and ${bare.server.name} has none: there is no ${SERVICE} section with wsgi processes`;
        const mend = `write ${SERVICE}: { wsgi: { processes, threads } }, or take slots out of the listener`;
        this.report(problem("schema/slots", originOf(listener.node, "slots"), message, mend));
      }
    }
  }

  private haproxy(section: Inventory["haproxy"], node: MapNode, servers: ServersBehind): Haproxy {
    const resolved = resolveHaproxy(section, node, servers);
    for (const found of resolved.problems) this.report(found);
    return resolved.haproxy;
  }

  /** Lays what a host sets under `name` on the fleet's section of that name, and reads the result as that section. */
  private differing<S extends $ZodType, T>(
    schema: S,
    name: string,
    host: MapNode,
    make: (section: output<S>, node: MapNode) => T,
  ): T | undefined {
    const own = host.entries.get(name);
    if (own?.kind !== "map" || own.entries.size === 0) return undefined;
    const made = this.made.get(name) ?? new Map<MapNode, unknown>();
    this.made.set(name, made);
    if (!made.has(own)) made.set(own, this.makeDiffering(schema, name, own, make));
    return made.get(own) as T | undefined;
  }

  private makeDiffering<S extends $ZodType, T>(
    schema: S,
    name: string,
    own: MapNode,
    make: (section: output<S>, node: MapNode) => T,
  ): T | undefined {
    const merged = mergeLater(mapAt(this.root, name), own);
    const text = `${name} ${JSON.stringify(toPlain(own))}`;
    if (this.read.has(text)) return make(this.read.get(text) as output<S>, merged);
    const shaped = readShape(schema, merged, name);
    if (shaped.ok) {
      this.read.set(text, shaped.value);
      return make(shaped.value, merged);
    }
    for (const found of shaped.problems) this.report(found);
    return undefined;
  }

  /** One slip in a range is one problem, however many hosts the range stands for. */
  private report(found: Problem): void {
    const key = JSON.stringify([found.check, found.at.file, found.at.line, found.at.column, found.message]);
    if (this.reported.has(key)) return;
    this.reported.add(key);
    this.problems.push(found);
  }
}

const withServer = (
  section: NonNullable<Inventory["mirrorlist"]>,
): Pick<Service, "wsgi" | "server" | "site"> => ({
  wsgi: section.wsgi,
  server: section.server,
  site: section.site,
});
