import type { MapNode, Node } from "../yaml/node.js";
import { mapLike } from "../yaml/node.js";

/** The section that is a service in this format, which has one: listeners whose requests take its slots name it. */
export const SERVICE = "mirrorlist";

/** Reads what an inventory wrote in words that have since changed: a waiver's `check` is its `rule`. */
export const upgrade = (root: MapNode): MapNode => {
  const waivers = root.entries.get("accept");
  if (waivers?.kind !== "list" || !waivers.items.some(namesCheck)) return root;
  const accept = {
    ...waivers,
    items: waivers.items.map((item) => (namesCheck(item) ? withRule(item) : item)),
  };
  return mapLike(root, new Map(root.entries).set("accept", accept));
};

const namesCheck = (node: Node): node is MapNode =>
  node.kind === "map" && node.entries.has("check") && !node.entries.has("rule");

const withRule = (waiver: MapNode): MapNode =>
  mapLike(
    waiver,
    new Map([...waiver.entries].map(([key, value]) => [key === "check" ? "rule" : key, value])),
  );
