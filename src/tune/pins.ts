import type { Move } from "../moves/move.js";

/** The keys that lead to a value that tune must not change. */
export type Pin = readonly string[];

/** A move that a pin forbids. */
export interface Kept {
  readonly pin: Pin;
  readonly move: Move;
}

/** Parts moves into those that may be made, and those that a pin forbids. */
export const heed = (
  moves: readonly Move[],
  pins: readonly Pin[],
): { readonly free: readonly Move[]; readonly kept: readonly Kept[] } => {
  const kept = moves.flatMap((move) => {
    const pin = pins.find((one) => isAgainst(move, one));
    return pin === undefined ? [] : [{ pin, move }];
  });
  const held = new Set(kept.map(({ move }) => move));
  return { free: moves.filter((move) => !held.has(move)), kept };
};

/** At the pin's own place, or a new key where the pin's value is effective so far. */
const isAgainst = ({ path, before }: Move, pin: Pin): boolean =>
  leadsTo(pin, path) ||
  leadsTo(path, pin) ||
  (before === undefined && inherited(path).some((from) => leadsTo(pin, from)));

const leadsTo = (start: readonly string[], path: readonly string[]): boolean =>
  start.every((key, index) => path[index] === key);

const HOSTS = new Set(["proxies", "app_servers", "backups"]);

/** Where a setting comes from that is not set at a path: the fleet's for a host's, the defaults' for a listener's. */
const inherited = (path: readonly string[]): readonly (readonly string[])[] => {
  const fromFleet = HOSTS.has(path[0] ?? "") ? [path.slice(2)] : [];
  return [...fromFleet, ...[path, ...fromFleet].flatMap(fromDefaults)];
};

const fromDefaults = (path: readonly string[]): readonly (readonly string[])[] => {
  const at = path.findIndex((key) => key === "listeners" || key === "backends");
  if (at < 1 || path[at - 1] !== "haproxy") return [];
  return [[...path.slice(0, at), "defaults", ...path.slice(at + 2)]];
};
