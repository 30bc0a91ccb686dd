import type { Frontend, Haproxy, Listener, ServerLine } from "../fleet/fleet.js";
import type { Difference } from "./change.js";
import { compareSettings } from "./change.js";
import { inTurn } from "./in-turn.js";
import { frontendSettings, globalSettings, lineSettings, listenerSettings } from "./settings.js";

/** What differs between two configurations of HAProxy. */
export const compareHaproxies = (a: Haproxy, b: Haproxy): Difference[] => {
  return [
    ...compareSettings("global", "global", globalSettings(a), globalSettings(b)),
    ...compareSections(a.listeners, b.listeners, compareListeners),
    ...compareSections(frontendsOf(a), frontendsOf(b), (was, is) =>
      compareSettings("listener", is.name, frontendSettings(was), frontendSettings(is)),
    ),
  ];
};

/** Without the listen sections, which are compared with what leads to servers. */
const frontendsOf = ({ frontends }: Haproxy): readonly Frontend[] =>
  frontends.filter(({ path }) => path[0] === "frontends");

const compareSections = <S extends Listener | Frontend>(
  before: readonly S[],
  after: readonly S[],
  compare: (was: S, is: S) => readonly Difference[],
): readonly Difference[] => {
  const keyOf = ({ path }: S): string => path.join("\0");
  const old = new Map(before.map((section) => [keyOf(section), section]));
  const now = new Set(after.map(keyOf));
  return [
    ...before.filter((section) => !now.has(keyOf(section))).map((section) => whole(section, false)),
    ...after.flatMap((section) => {
      const was = old.get(keyOf(section));
      return was === undefined ? [whole(section, true)] : compare(was, section);
    }),
  ];
};

const KEYWORDS = new Map([
  ["frontends", "frontend"],
  ["backends", "backend"],
]);

const whole = (section: Listener | Frontend, there: boolean): Difference => {
  const shown = bindsOf(section) || `${section.path[0]} ${section.name}`;
  return {
    area: "listener",
    subject: section.name,
    setting: KEYWORDS.get(section.path[0] ?? "") ?? "listen",
    before: there ? null : shown,
    after: there ? shown : null,
    because: null,
    at: { before: there ? null : section.node.origin, after: there ? section.node.origin : null },
  };
};

const bindsOf = ({ own }: Listener | Frontend): string => (own.bind ?? []).join(", ");

const compareListeners = (a: Listener, b: Listener): Difference[] => {
  const nameOf = ({ server }: ServerLine): string => server.name;
  const [had, has] = [inTurn(a.lines, nameOf), inTurn(b.lines, nameOf)];
  const whole = (line: ServerLine, there: boolean): Difference => ({
    area: "server line",
    subject: a.name,
    setting: "server",
    before: there ? null : line.role,
    after: there ? line.role : null,
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

interface LinePair {
  readonly was: ServerLine;
  readonly line: ServerLine;
  readonly servers: string[];
}

/** Lines on both sides, with the servers whose lines are alike on each: those are compared once. */
const linePairs = (before: readonly ServerLine[], after: readonly ServerLine[]): readonly LinePair[] => {
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
const addressOf = ({ server }: ServerLine): string => (server.address === server.name ? "" : server.address);

const sameRoles = (pair: LinePair, was: ServerLine, line: ServerLine): boolean =>
  pair.was.role === was.role && pair.line.role === line.role;
