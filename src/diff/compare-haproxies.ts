import type { Haproxy, Listener, ServerLine } from "../fleet/fleet.js";
import type { Difference } from "./change.js";
import { compareSettings } from "./change.js";
import { inTurn } from "./in-turn.js";
import { globalSettings, lineSettings, listenerSettings } from "./settings.js";

/** What differs between two configurations of HAProxy. */
export const compareHaproxies = (a: Haproxy, b: Haproxy): Difference[] => {
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
  const nameOf = ({ server }: ServerLine): string => server.name;
  const [had, has] = [inTurn(a.lines, nameOf), inTurn(b.lines, nameOf)];
  const whole = (line: ServerLine, there: boolean): Difference => ({
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
  pair.was.server.role === was.server.role && pair.line.server.role === line.server.role;
