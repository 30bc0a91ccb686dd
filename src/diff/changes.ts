import type { AppServer, Fleet, Proxy, Service } from "../fleet/fleet.js";
import { serviceNamed, serviceNames } from "../fleet/service.js";
import type { Change, Difference, PlacedDifference } from "./change.js";
import { compareSettings, gather } from "./change.js";
import { compareHaproxies } from "./compare-haproxies.js";
import { inTurn } from "./in-turn.js";
import type { Setting } from "./settings.js";
import { everySetting, hostFigures } from "./settings.js";
import type { DiffModule, DiffServiceKey, DiffTargets, PlacedSection } from "./targets.js";

/** What differs between two fleets. Nothing that leaves every effective setting as it was is a change. */
export const compareFleets = (before: Fleet, after: Fleet, targets: DiffTargets): readonly Change[] =>
  gather([
    ...compareHostLists("proxies", before.proxies, after.proxies),
    ...pairs(before.proxies, after.proxies, ({ haproxy }) => haproxy).flatMap(({ a, b, ...given }) =>
      of(given, compareHaproxies(a, b)),
    ),
    ...compareHostLists("app servers", before.appServers, after.appServers),
    ...[...new Set([...serviceNames(before), ...serviceNames(after)])].flatMap((name) =>
      pairs(before.appServers, after.appServers, (server) => serviceNamed(server, name)).flatMap(
        ({ a, b, ...given }) => of(given, compareServices(a, b, targets)),
      ),
    ),
    ...targets.modules.flatMap((module) => compareSections(before, after, module)),
    ...figures(before.proxies, after.proxies, ["memory", "traffic", "nofile"]),
    ...figures(before.appServers, after.appServers, ["memory", "baseMemory", "reserveMemory"]),
  ]);

/** The hosts that are given a difference, and how many have the part. */
type Given = Pick<PlacedDifference, "hosts" | "among">;

const of = ({ hosts, among }: Given, differences: readonly Difference[]): PlacedDifference[] =>
  differences.map((difference) => ({ ...difference, hosts, among }));

interface BothSides<P> extends Given {
  readonly a: P;
  readonly b: P;
}

/** Hosts on both sides, by the pair of parts that they have: hosts that share theirs are compared once. */
const pairs = <H extends { readonly name: string }, P>(
  before: readonly H[],
  after: readonly H[],
  part: (host: H) => P,
): readonly BothSides<P>[] => {
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
  const found = [...known.values()].flatMap((below) => [...below.values()]);
  const having = found.filter(({ a, b }) => a !== undefined || b !== undefined);
  const among = having.reduce((sum, { hosts }) => sum + hosts.length, 0);
  return found.map((pair) => ({ ...pair, among }));
};

const compareHostLists = (
  area: "proxies" | "app servers",
  before: readonly (Proxy | AppServer)[],
  after: readonly (Proxy | AppServer)[],
): PlacedDifference[] => {
  const [had, has] = [inTurn(before, ({ name }) => name), inTurn(after, ({ name }) => name)];
  const among = new Set([...before, ...after].map(({ name }) => name)).size;
  const change = (host: Proxy | AppServer, there: boolean): PlacedDifference => {
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
      among,
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
): PlacedDifference[] => {
  const oldOf = inTurn(before, ({ name }) => name);
  return after.flatMap((host) => {
    const was = oldOf(host.name);
    if (was === undefined || known.every((figure) => was[figure] === host[figure])) return [];
    const given = { hosts: [host.name], among: after.length };
    return of(given, compareSettings("figures", "hosts", hostFigures(was), hostFigures(host)));
  });
};

const compareServices = (
  a: Service | undefined,
  b: Service | undefined,
  { runtimes, modules }: DiffTargets,
): Difference[] => {
  const subject = a?.name ?? b?.name ?? "";
  const compared = (area: string, { key, settings }: Pick<DiffServiceKey, "key" | "settings">) => {
    const read = (service: Service | undefined): readonly Setting[] => {
      const section = service?.sections[key];
      if (service === undefined || section === undefined) return [];
      return settings?.(service) ?? everySetting(section, service.node, [key]);
    };
    return compareSettings(area, subject, read(a), read(b));
  };
  return [
    ...runtimes.flatMap((runtime) => compared(runtime.key, runtime)),
    ...modules.flatMap(({ name, service }) => (service === undefined ? [] : compared(name, service))),
  ];
};

/** What differs in a module's section: on the hosts that have it, or of the fleet as a whole. */
const compareSections = (before: Fleet, after: Fleet, module: DiffModule): readonly PlacedDifference[] => {
  const { name, schema, hosts: kinds = [] } = module;
  if (schema === undefined) return [];
  const compared = (a: PlacedSection | undefined, b: PlacedSection | undefined, path: readonly string[]) => {
    const read = (section: PlacedSection | undefined): readonly Setting[] =>
      section === undefined
        ? []
        : (module.settings?.(section) ?? everySetting(section.settings, section.node, path));
    return compareSettings(name, name, read(a), read(b));
  };
  if (kinds.length === 0) {
    const of = ({ extra, node }: Fleet): PlacedSection => ({ settings: extra[name], node });
    return compared(of(before), of(after), [name]).map((difference) => ({
      ...difference,
      hosts: [],
      among: 0,
    }));
  }
  const having = ({ proxies, appServers }: Fleet): readonly (Proxy | AppServer)[] => [
    ...(kinds.includes("proxies") ? proxies : []),
    ...(kinds.includes("app_servers") ? appServers : []),
  ];
  return pairs(having(before), having(after), ({ parts }) => parts[name]).flatMap(({ a, b, ...given }) =>
    of(given, compared(a, b, [])),
  );
};
