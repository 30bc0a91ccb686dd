import { compareHosts } from "../text/hosts.js";
import type { Origin } from "../yaml/place.js";
import type { Setting } from "./settings.js";
import { isFigure } from "./settings.js";

/** What a change is a change of; it decides what taking it into use takes. */
export type Area =
  | "global"
  | "listener"
  | "server line"
  | "proxies"
  | "app servers"
  | "figures"
  /** A runtime's key, or a module's name. */
  | (string & {});

/** One difference between two fleets, by meaning: hosts and server lines with one change share one. */
export interface Change {
  readonly area: Area;
  /** Names of the listeners; or the one section that changed. */
  readonly subjects: readonly string[];
  /** As the target's manual names it. */
  readonly setting: string;
  /** Null if there was, or is, none. */
  readonly before: string | null;
  readonly after: string | null;
  /** Where the effective value after comes from, if it is not set under its own name: `from timeout connect`. */
  readonly because: string | null;
  /** The app servers whose server lines changed; empty where the change is of no server line. */
  readonly servers: readonly string[];
  /** The hosts that are given the change. */
  readonly hosts: readonly string[];
  readonly at: { readonly before: Origin | null; readonly after: Origin | null };
}

/** A difference of one part of two fleets, before it is merged with its like. */
export interface Difference extends Omit<Change, "subjects" | "servers" | "hosts"> {
  readonly subject: string;
  /** Of a server line's change the app servers behind the lines. */
  readonly servers?: readonly string[];
}

/** What differs between the settings of one part. */
export const compareSettings = (
  area: Area,
  subject: string,
  before: readonly Setting[],
  after: readonly Setting[],
): Difference[] => {
  const old = new Map(before.map((setting) => [setting.name, setting]));
  const now = new Map(after.map((setting) => [setting.name, setting]));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name): Difference[] => {
    const [a, b] = [old.get(name), now.get(name)];
    if (a?.shown === b?.shown && a?.because === b?.because) return [];
    const because = b === undefined || b.because === "set" ? null : b.because;
    const was = a === undefined ? null : a.shown === b?.shown ? `${a.shown}, ${a.because}` : a.shown;
    return [
      {
        area: isFigure(name) ? "figures" : area,
        subject,
        setting: name,
        before: was,
        after: b?.shown ?? null,
        because,
        at: { before: a?.at ?? null, after: b?.at ?? null },
      },
    ];
  });
};

/** A difference, and the hosts that are given it. */
export type PlacedDifference = Difference & { readonly hosts: readonly string[] };

/** One change for all hosts, server lines and listeners that share it. */
export const gather = (differences: readonly PlacedDifference[]): readonly Change[] => {
  const changes = new Map<
    string,
    {
      first: PlacedDifference;
      subjects: Set<string>;
      servers: Set<string>;
      hosts: Set<string>;
      last: PlacedDifference["hosts"];
    }
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
