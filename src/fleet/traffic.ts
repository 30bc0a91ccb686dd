import type { ProxyEntry } from "../inventory/schema.js";
import type { Share } from "../text/units.js";
import { showPercent } from "../text/units.js";
import type { MapNode } from "../yaml/node.js";
import { originOf } from "../yaml/node.js";
import type { Problem } from "../yaml/problem.js";
import { problem } from "../yaml/problem.js";

const ROUNDING = 1e-9;

/** Each proxy's share of the requests: as given, and what is left in equal parts for those without one. */
export const trafficShares = (
  proxies: Readonly<Record<string, ProxyEntry>>,
  root: MapNode,
): { readonly shares: ReadonlyMap<string, Share>; readonly problems: readonly Problem[] } => {
  const names = Object.keys(proxies);
  const given = names.filter((name) => proxies[name]?.traffic !== undefined);
  const total = given.reduce((sum, name) => sum + (proxies[name]?.traffic ?? 0), 0);
  const others = names.length - given.length;
  const last = given.at(-1);
  const at = last === undefined ? originOf(root, "proxies") : originOf(root, "proxies", last, "traffic");

  const problems: Problem[] = [];
  if (total > 1 + ROUNDING) {
    const sum = given.map((name) => `${name} ${showPercent(proxies[name]?.traffic ?? 0)}`).join(" + ");
    problems.push(
      problem(
        "schema/traffic",
        at,
        `the proxies' shares add up to ${showPercent(total)}: ${sum}`,
        "lower them to 100 % in total",
      ),
    );
  } else if (given.length > 0 && others === 0 && total < 1 - ROUNDING) {
    const message = `the proxies' shares add up to ${showPercent(total)}, and no proxy without a share is left to take the rest`;
    problems.push(
      problem(
        "schema/traffic",
        at,
        message,
        "raise them to 100 % in total, or leave one proxy without a share",
      ),
    );
  }
  const rest = others === 0 ? 0 : Math.max(1 - total, 0) / others;
  return { shares: new Map(names.map((name) => [name, proxies[name]?.traffic ?? rest])), problems };
};
