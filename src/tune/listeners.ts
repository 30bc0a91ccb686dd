import type { Fleet } from "../fleet/fleet.js";
import type { PlacedListener } from "../fleet/listeners.js";
import type { Move, Wish } from "../moves/move.js";
import { spread } from "../moves/move.js";
import type { Scalar } from "../yaml/node.js";

/** A setting of some listeners on the proxies that have them; those without a wish keep theirs. */
export const spreadOnListeners = (
  fleet: Fleet,
  listeners: readonly PlacedListener[],
  keys: readonly string[],
  wish: (placed: PlacedListener) => { readonly value: Scalar; readonly because: string } | undefined,
): readonly Move[] => {
  const byPath = new Map<string, { readonly path: readonly string[]; readonly wishes: Wish[] }>();
  for (const placed of listeners) {
    const due = wish(placed);
    if (due === undefined) continue;
    const { path } = placed.listener;
    const wishes = byPath.get(path.join("\0"))?.wishes ?? [];
    byPath.set(path.join("\0"), { path, wishes });
    for (const { name } of placed.proxies) wishes.push({ place: { section: "proxies", name }, ...due });
  }
  return [...byPath.values()].flatMap(({ path, wishes }) =>
    spread(fleet.node, ["haproxy", ...path, ...keys], wishes),
  );
};
