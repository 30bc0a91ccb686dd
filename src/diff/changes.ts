import type { AppServer, Fleet, Haproxy, Listener, Proxy, Service } from "../fleet/fleet.js";
import { compareHosts } from "../inventory/hosts.js";
import type { Origin } from "../inventory/place.js";
import { inTurn } from "./in-turn.js";
import type { Setting } from "./settings.js";
import {
  apacheSettings,
  globalSettings,
  hostFigures,
  isFigure,
  kernelSettings,
  lineSettings,
  listenerSettings,
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
  /** Null where there was, or is, none. */
  readonly before: string | null;
  readonly after: string | null;
  /** Why the value after is in force, where it is not set under its own name: `through timeout connect`. */
  readonly because: string | null;
  /** The app servers whose server lines changed; empty where the change is of no server line. */
  readonly servers: readonly string[];
  /** The hosts that are given the change. */
  readonly hosts: readonly string[];
  readonly at: { readonly before: Origin | null; readonly after: Origin | null };
}

interface Difference extends Omit<Change, "subjects" | "servers" | "hosts"> {
  readonly subject: string;
  /** Of a server line's change the app servers behind the lines. */
  readonly servers?: readonly string[];
}

/** What differs between two fleets. Nothing that leaves every setting in force as it was is a change. */
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

type Placed = Difference & { readonly hosts: readonly string[] };

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

const compareHaproxies = (a: Haproxy, b: Haproxy): Difference[] => {
  const old = new Map(a.listeners.map((listener) => [listener.name, listener]));
  const now = new Set(b.listeners.map((listener) => listener.name));
  const whole = (listener: Listener, there: boolean): Difference => ({
    area: "listener",
    subject: listener.name,
    setting: "listen",
    before: there ? null : listener.own.bind.join(", "),
    after: there ? listener.own.bind.join(", ") : null,
    because: null,
    at: { before: there ? null : listener.node.origin, after: there ? listener.node.origin : null },
  });
  return [
    ...compareSettings("global", "global", globalSettings(a), globalSettings(b)),
    ...a.listeners.filter((listener) => !now.has(listener.name)).map((listener) => whole(listener, false)),
    ...b.listeners.flatMap((listener) => {
      const was = old.get(listener.name);
      return was === undefined ? [whole(listener, true)] : compareListeners(was, listener);
    }),
  ];
};

const compareListeners = (a: Listener, b: Listener): Difference[] => {
  const nameOf = ({ server }: Line): string => server.name;
  const [had, has] = [inTurn(a.lines, nameOf), inTurn(b.lines, nameOf)];
  const whole = (line: Listener["lines"][number], there: boolean): Difference => ({
    area: "server line",
    subject: a.name,
    setting: "server",
    before: there ? null : line.server.role,
    after: there ? line.server.role : null,
    because: null,
    servers: [line.server.name],
    at: { before: there ? null : line.node.origin, after: there ? line.node.origin : null },
  });
  return [
    ...compareSettings("listener", a.name, listenerSettings(a), listenerSettings(b)),
    ...a.lines.filter((line) => has(line.server.name) === undefined).map((line) => whole(line, false)),
    ...b.lines.filter((line) => had(line.server.name) === undefined).map((line) => whole(line, true)),
    ...linePairs(a.lines, b.lines).flatMap(({ was, line, servers }) =>
      compareSettings("server line", a.name, lineSettings(was), lineSettings(line)).map((difference) => ({
        ...difference,
        servers,
      })),
    ),
  ];
};

type Line = Listener["lines"][number];

interface LinePair {
  readonly was: Line;
  readonly line: Line;
  readonly servers: string[];
}

/** Lines on both sides, with the servers whose lines are alike on each: those are compared once. */
const linePairs = (before: readonly Line[], after: readonly Line[]): readonly LinePair[] => {
  const oldOf = inTurn(before, ({ server }) => server.name);
  const known = new Map<object, Map<object, LinePair[]>>();
  const pairs: LinePair[] = [];
  for (const line of after) {
    const was = oldOf(line.server.name);
    if (was === undefined) continue;
    const below = known.get(was.node) ?? new Map<object, LinePair[]>();
    known.set(was.node, below);
    const candidates = below.get(line.node) ?? [];
    below.set(line.node, candidates);
    const own = addressOf(was) !== "" || addressOf(line) !== "";
    const like = own ? undefined : candidates.find((pair) => sameRoles(pair, was, line));
    if (like !== undefined) {
      like.servers.push(line.server.name);
      continue;
    }
    const pair = { was, line, servers: [line.server.name] };
    pairs.push(pair);
    if (!own) candidates.push(pair);
  }
  return pairs;
};

/** An address of the server's own; "" where it is the name, which is the same on both sides. */
const addressOf = ({ server }: Line): string => (server.address === server.name ? "" : server.address);

const sameRoles = (pair: LinePair, was: Line, line: Line): boolean =>
  pair.was.server.role === was.server.role && pair.line.server.role === line.server.role;

const compareSettings = (
  area: Area,
  subject: string,
  before: readonly Setting[],
  after: readonly Setting[],
): Difference[] => {
  const old = new Map(before.map((setting) => [setting.name, setting]));
  const now = new Map(after.map((setting) => [setting.name, setting]));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name): Difference[] => {
    const [a, b] = [old.get(name), now.get(name)];
    if (a?.shown === b?.shown && a?.because === b?.because) return [];
    const because = b === undefined || b.because === "set" ? null : b.because;
    const was = a === undefined ? null : a.shown === b?.shown ? `${a.shown}, ${a.because}` : a.shown;
    return [
      {
        area: isFigure(name) ? "figures" : area,
        subject,
        setting: name,
        before: was,
        after: b?.shown ?? null,
        because,
        at: { before: a?.at ?? null, after: b?.at ?? null },
      },
    ];
  });
};

/** One change for all hosts, server lines and listeners that share it. */
const gather = (differences: readonly Placed[]): readonly Change[] => {
  const changes = new Map<
    string,
    { first: Placed; subjects: Set<string>; servers: Set<string>; hosts: Set<string>; last: Placed["hosts"] }
  >();
  for (const difference of differences) {
    const { area, setting, before, after, because, subject, servers } = difference;
    // A server line's change is told for each listener; one of listeners themselves, for all of them together.
    const key = JSON.stringify([area, setting, before, after, because, servers === undefined ? "" : subject]);
    const known = changes.get(key) ?? {
      first: difference,
      subjects: new Set<string>(),
      servers: new Set<string>(),
      hosts: new Set<string>(),
      last: [],
    };
    changes.set(key, known);
    known.subjects.add(subject);
    for (const server of servers ?? []) known.servers.add(server);
    if (known.last !== difference.hosts) for (const host of difference.hosts) known.hosts.add(host);
    known.last = difference.hosts;
  }
  return [...changes.values()].map(({ first, subjects, servers, hosts }) => {
    const { subject: _subject, ...change } = first;
    return {
      ...change,
      subjects: [...subjects],
      servers: [...servers].sort(compareHosts),
      hosts: [...hosts].sort(compareHosts),
    };
  });
};
