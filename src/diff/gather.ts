import { compareHosts } from "../text/hosts.js";
import type { Change } from "./changes.js";
import type { Difference } from "./differences.js";

/** A difference, and the hosts that are given it. */
export type Placed = Difference & { readonly hosts: readonly string[] };

/** One change for all hosts, server lines and listeners that share it. */
export const gather = (differences: readonly Placed[]): readonly Change[] => {
  const changes = new Map<
    string,
    { first: Placed; subjects: Set<string>; servers: Set<string>; hosts: Set<string>; last: Placed["hosts"] }
  >();
  for (const difference of differences) {
    const { area, setting, before, after, because, subject, servers } = difference;
    // A server line's change is listed per listener; one of listeners themselves, for all of them together.
    const key = JSON.stringify([area, setting, before, after, because, servers === undefined ? "" : subject]);
    const known = changes.get(key) ?? {
      first: difference,
      subjects: new Set<string>(),
      servers: new Set<string>(),
      hosts: new Set<string>(),
      last: [],
    };
    changes.set(key, known);
    known.subjects.add(subject);
    for (const server of servers ?? []) known.servers.add(server);
    if (known.last !== difference.hosts) for (const host of difference.hosts) known.hosts.add(host);
    known.last = difference.hosts;
  }
  return [...changes.values()].map(({ first, subjects, servers, hosts }) => {
    const { subject: _subject, ...change } = first;
    return {
      ...change,
      subjects: [...subjects],
      servers: [...servers].sort(compareHosts),
      hosts: [...hosts].sort(compareHosts),
    };
  });
};
