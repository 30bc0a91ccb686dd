import { nearest } from "../text/nearest.js";
import { mapAt, originOf } from "../yaml/node.js";
import { problem } from "../yaml/problem.js";
import type { Proxy } from "./fleet.js";
import type { Resolving } from "./resolving.js";
import { takesSlots } from "./service.js";

/** Storms go to listeners that are there, and whose requests take slots. */
export const requireAddresses = (
  proxies: readonly Proxy[],
  { inventory, root, problems }: Pick<Resolving, "inventory" | "root" | "problems">,
): void => {
  const listeners = [...new Set(proxies.map(({ haproxy }) => haproxy))].flatMap(
    (haproxy) => haproxy.listeners,
  );
  const having = [...new Set(listeners.filter(takesSlots).map(({ name }) => name))];
  for (const [storm, { to }] of Object.entries(inventory.storms ?? {}))
    for (const name of Object.keys(to ?? {})) {
      if (having.includes(name)) continue;
      const there = listeners.some((listener) => listener.name === name);
      const meant = nearest(name, having) ?? having[0];
      const message = there
        ? `${storm} goes to ${name}, whose requests take no slots`
        : `${storm} goes to ${name}, which is no listener`;
      const fix = there
        ? `write slots in ${name}${meant === undefined ? "" : `, or ${meant} here`}`
        : meant === undefined
          ? "write slots in a listener"
          : `write ${meant}`;
      problems.add(problem("schema/reference", originOf(mapAt(root, "storms", storm), "to"), message, fix));
    }
};
