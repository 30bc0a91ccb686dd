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
  const byName = new Map<string, Wish[]>();
  for (const placed of listeners) {
    const due = wish(placed);
    if (due === undefined) continue;
    const wishes = byName.get(placed.listener.name) ?? [];
    byName.set(placed.listener.name, wishes);
    for (const { name } of placed.proxies) wishes.push({ place: { section: "proxies", name }, ...due });
  }
  return [...byName].flatMap(([listener, wishes]) =>
    spread(fleet.node, ["haproxy", "listeners", listener, ...keys], wishes),
  );
};
