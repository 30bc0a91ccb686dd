import type { ListenerSection } from "../haproxy/schema.js";
import { expandHosts } from "../text/hosts.js";
import { showCount } from "../text/units.js";
import type { MapNode } from "../yaml/node.js";
import { nodeAt } from "../yaml/node.js";
import type { Problem } from "../yaml/problem.js";
import { problem } from "../yaml/problem.js";
import type { AppServer, Section } from "./fleet.js";
import { serviceNamed } from "./service.js";

/** 100,000 hosts behind 20 listeners. A few lines of an inventory multiply to more than any memory holds. */
const MAX_LINES = 2_000_000;
/** Hosts that a listener's range may name besides those there are, so that one of them is reported as missing. */
const MAX_MISSING = 1000;

/** The app servers behind each listener of a fleet. It counts the server lines of all of them. */
export class ServersBehind {
  private left = MAX_LINES;
  private readonly places: ReadonlyMap<string, number>;

  constructor(private readonly all: readonly AppServer[]) {
    this.places = new Map(all.map(({ name }, place) => [name, place]));
  }

  of(
    { own, path }: Pick<Section<ListenerSection>, "own" | "path">,
    node: MapNode,
    problems: Problem[],
  ): readonly AppServer[] {
    const { hosts, service, slots } = own;
    if (hosts) return this.named(hosts, node, problems);
    // A backend without hosts and service has no servers: it redirects, or shows statistics.
    if (service === undefined && slots === undefined && path[0] === "backends") return [];
    const behind =
      service === undefined
        ? this.all
        : this.all.filter((server) => serviceNamed(server, service) !== undefined);
    return this.take(behind.length, node, problems) ? behind : [];
  }

  private named(hosts: readonly string[], node: MapNode, problems: Problem[]): readonly AppServer[] {
    const wanted = new Set<number>();
    for (const [index, pattern] of hosts.entries()) {
      if (this.left < 0) return [];
      const at = nodeAt(node, "hosts", index)?.origin ?? node.origin;
      const expanded = expandHosts(pattern, this.all.length + MAX_MISSING);
      if (!expanded.ok) {
        problems.push(problem("schema/host-range", at, expanded.reason, "write hosts as app1 or app[1-4,7]"));
        continue;
      }
      if (!this.take(expanded.hosts.length, node, problems)) return [];
      const missing = expanded.hosts.find((host) => !this.places.has(host));
      if (missing !== undefined) {
        const message = `${missing} is neither in app_servers nor in backups`;
        problems.push(problem("schema/reference", at, message, "add the host there, or remove it here"));
      }
      for (const host of expanded.hosts) {
        const place = this.places.get(host);
        if (place !== undefined) wanted.add(place);
      }
    }
    return [...wanted].sort((a, b) => a - b).flatMap((place) => this.all[place] ?? []);
  }

  /** Once it is too much, the first listener is reported, and nothing is laid out any more. */
  private take(lines: number, node: MapNode, problems: Problem[]): boolean {
    if (this.left < 0) return false;
    this.left -= lines;
    if (this.left >= 0) return true;
    const message = `up to here, listeners name more than ${showCount(MAX_LINES)} servers, each on a line of its own`;
    const fix = "name fewer hosts behind each listener (hosts:), or split the inventory";
    problems.push(problem("schema/size", node.origin, message, fix));
    return false;
  }
}
