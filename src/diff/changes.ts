import type { AppServer, Fleet, Proxy, Service } from "../fleet/fleet.js";
import type { Origin } from "../yaml/place.js";
import { compareHaproxies } from "./compare-haproxies.js";
import type { Difference } from "./differences.js";
import { compareSettings } from "./differences.js";
import type { Placed } from "./gather.js";
import { gather } from "./gather.js";
import { inTurn } from "./in-turn.js";
import type { Setting } from "./settings.js";
import {
  apacheSettings,
  hostFigures,
  kernelSettings,
  mirrorlistServerSettings,
  wsgiSettings,
} from "./settings.js";

/** What a change is a change of; it decides what taking it into use takes. */
export type Area =
  | "global"
  | "listener"
  | "server line"
  | "proxies"
  | "app servers"
  | "wsgi"
  | "mirrorlist_server"
  | "apache"
  | "kernel"
  | "figures";

/** One difference between two fleets, by meaning: hosts and server lines with one change share one. */
export interface Change {
  readonly area: Area;
  /** Names of the listeners; or the one section that changed. */
  readonly subjects: readonly string[];
  /** As the target's manual names it. */
  readonly setting: string;
  /** Null if there was, or is, none. */
  readonly before: string | null;
  readonly after: string | null;
  /** Where the effective value after comes from, if it is not set under its own name: `from timeout connect`. */
  readonly because: string | null;
  /** The app servers whose server lines changed; empty where the change is of no server line. */
  readonly servers: readonly string[];
  /** The hosts that are given the change. */
  readonly hosts: readonly string[];
  readonly at: { readonly before: Origin | null; readonly after: Origin | null };
}

/** What differs between two fleets. Nothing that leaves every effective setting as it was is a change. */
export const compareFleets = (before: Fleet, after: Fleet): readonly Change[] =>
  gather([
    ...compareHostLists("proxies", before.proxies, after.proxies),
    ...pairs(before.proxies, after.proxies, ({ haproxy }) => haproxy).flatMap(({ a, b, hosts }) =>
      of(hosts, compareHaproxies(a, b)),
    ),
    ...compareHostLists("app servers", before.appServers, after.appServers),
    ...pairs(before.appServers, after.appServers, ({ service }) => service).flatMap(({ a, b, hosts }) =>
      of(hosts, compareServices(a, b)),
    ),
    ...pairs(before.appServers, after.appServers, ({ apache }) => apache).flatMap(({ a, b, hosts }) =>
      of(hosts, compareSettings("apache", "apache", apacheSettings(a), apacheSettings(b))),
    ),
    ...pairs<Proxy | AppServer, Proxy["kernel"]>(
      [...before.proxies, ...before.appServers],
      [...after.proxies, ...after.appServers],
      ({ kernel }) => kernel,
    ).flatMap(({ a, b, hosts }) =>
      of(hosts, compareSettings("kernel", "kernel", kernelSettings(a), kernelSettings(b))),
    ),
    ...figures(before.proxies, after.proxies, ["memory", "traffic", "nofile"]),
    ...figures(before.appServers, after.appServers, ["memory", "baseMemory", "reserveMemory"]),
  ]);

const of = (hosts: readonly string[], differences: readonly Difference[]): Placed[] =>
  differences.map((difference) => ({ ...difference, hosts }));

/** Hosts on both sides, by the pair of parts that they have: hosts that share theirs are compared once. */
const pairs = <H extends { readonly name: string }, P>(
  before: readonly H[],
  after: readonly H[],
  part: (host: H) => P,
): { readonly a: P; readonly b: P; readonly hosts: string[] }[] => {
  const oldOf = inTurn(before, ({ name }) => name);
  const known = new Map<P, Map<P, { a: P; b: P; hosts: string[] }>>();
  for (const host of after) {
    const was = oldOf(host.name);
    if (was === undefined) continue;
    const [a, b] = [part(was), part(host)];
    const below = known.get(a) ?? new Map<P, { a: P; b: P; hosts: string[] }>();
    known.set(a, below);
    const pair = below.get(b) ?? { a, b, hosts: [] };
    below.set(b, pair);
    pair.hosts.push(host.name);
  }
  return [...known.values()].flatMap((below) => [...below.values()]);
};

const compareHostLists = (
  area: "proxies" | "app servers",
  before: readonly (Proxy | AppServer)[],
  after: readonly (Proxy | AppServer)[],
): Placed[] => {
  const [had, has] = [inTurn(before, ({ name }) => name), inTurn(after, ({ name }) => name)];
  const change = (host: Proxy | AppServer, there: boolean): Placed => {
    const role = "role" in host ? `${host.role} app server` : "proxy";
    const at = { before: there ? null : host.node.origin, after: there ? host.node.origin : null };
    return {
      area,
      subject: area,
      setting: "host",
      before: there ? null : role,
      after: there ? role : null,
      because: null,
      hosts: [host.name],
      at,
    };
  };
  return [
    ...before.filter((host) => has(host.name) === undefined).map((host) => change(host, false)),
    ...after.filter((host) => had(host.name) === undefined).map((host) => change(host, true)),
  ];
};

/** Spelling figures out takes longer than a look whether any of those by which they are known differs. */
const figures = <H extends Proxy | AppServer>(
  before: readonly H[],
  after: readonly H[],
  known: readonly (keyof H)[],
): Placed[] => {
  const oldOf = inTurn(before, ({ name }) => name);
  return after.flatMap((host) => {
    const was = oldOf(host.name);
    if (was === undefined || known.every((figure) => was[figure] === host[figure])) return [];
    return of([host.name], compareSettings("figures", "hosts", hostFigures(was), hostFigures(host)));
  });
};

const compareServices = (a: Service | undefined, b: Service | undefined): Difference[] => {
  const subject = a?.name ?? b?.name ?? "";
  const both = (read: (service: Service) => readonly Setting[]) =>
    [a ? read(a) : [], b ? read(b) : []] as const;
  return [
    ...compareSettings("wsgi", subject, ...both(wsgiSettings)),
    ...compareSettings("mirrorlist_server", subject, ...both(mirrorlistServerSettings)),
  ];
};
