import { nearest } from "../text/nearest.js";
import type { MapNode } from "../yaml/node.js";
import { nodeAt, originOf } from "../yaml/node.js";
import type { Problem } from "../yaml/problem.js";
import { problem } from "../yaml/problem.js";
import type { Proxy } from "./fleet.js";
import type { Resolving } from "./resolving.js";
import { takesSlots } from "./service.js";
import { trafficOf } from "./storm-share.js";

/** Storms go to listeners that are there, whose requests take slots, and to which some proxy sends its clients. */
export const requireAddresses = (
  proxies: readonly Proxy[],
  { inventory, root, problems }: Pick<Resolving, "inventory" | "root" | "problems">,
): void => {
  const listeners = [...new Set(proxies.map(({ haproxy }) => haproxy))].flatMap(
    (haproxy) => haproxy.listeners,
  );
  const all = new Set(listeners.map(({ name }) => name));
  const having = new Set(listeners.filter(takesSlots).map(({ name }) => name));
  for (const [storm, { to }] of Object.entries(inventory.storms ?? {}))
    for (const [name, { share }] of Object.entries(to ?? {})) {
      const at = placeOf(root, storm, name);
      if (!having.has(name)) problems.add(astray({ storm, name, at, isThere: all.has(name) }, [...having]));
      else if (share > 0 && trafficOf(proxies, name) === 0)
        problems.add(
          problem(
            "schema/reference",
            at,
            isReached(proxies, name)
              ? `${storm} goes to ${name}, which only proxies with traffic 0% have`
              : `${storm} goes to ${name}, which no frontend leads to`,
            isReached(proxies, name)
              ? "raise traffic of one that has it"
              : `name ${name} in use_backend or default_backend of a frontend`,
          ),
        );
    }
};

const isReached = (proxies: readonly Proxy[], name: string): boolean =>
  proxies.some(({ haproxy }) =>
    haproxy.frontends.some(({ leadsTo }) => leadsTo.some((listener) => listener.name === name)),
  );

const placeOf = (root: MapNode, storm: string, name: string): Problem["at"] => {
  const to = ["storms", storm, "to"];
  return originOf(root, ...to, ...(nodeAt(root, ...to)?.kind === "map" ? [name] : []));
};

interface Astray {
  readonly storm: string;
  readonly name: string;
  readonly at: Problem["at"];
  /** Whether there is such a listener, without slots. */
  readonly isThere: boolean;
}

const astray = ({ storm, name, at, isThere }: Astray, having: readonly string[]): Problem => {
  const meant = nearest(name, having) ?? having[0];
  const message = isThere
    ? `${storm} goes to ${name}, whose requests take no slots`
    : `${storm} goes to ${name}, which is no listener`;
  const slots = isThere ? `write slots in ${name}` : "write slots in a listener";
  const fix = meant === undefined ? slots : isThere ? `${slots}, or ${meant} here` : `write ${meant}`;
  return problem("schema/reference", at, message, fix);
};
