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
  /** The hosts that are given the change; empty where it is of a section that no host has. */
  readonly hosts: readonly string[];
  /** How many hosts have the part that changed, those included that keep it as it was. */
  readonly among: number;
  readonly at: { readonly before: Origin | null; readonly after: Origin | null };
}

/** A difference of one part of two fleets, before it is merged with its like. */
export interface Difference extends Omit<Change, "subjects" | "servers" | "hosts" | "among"> {
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

/** A difference, and the hosts that are given it, of so many that have the part. */
export type PlacedDifference = Difference & Pick<Change, "hosts" | "among">;

/** A difference of one subject, and every host that is given it. */
interface Gathered {
  readonly first: PlacedDifference;
  readonly hosts: Set<string>;
  last: PlacedDifference["hosts"];
}

/**
 * One change for all hosts that are given it, and then for all server lines and listeners that change alike on the very
 * same hosts: a change may be taken to each of its hosts as it stands, its commands included.
 */
export const gather = (differences: readonly PlacedDifference[]): readonly Change[] => {
  const bySubject = new Map<string, Gathered>();
  for (const difference of differences) {
    const key = JSON.stringify([...valuesOf(difference), difference.subject, difference.servers]);
    const known = bySubject.get(key) ?? { first: difference, hosts: new Set<string>(), last: [] };
    bySubject.set(key, known);
    if (known.last !== difference.hosts) for (const host of difference.hosts) known.hosts.add(host);
    known.last = difference.hosts;
  }
  const changes = new Map<
    string,
    { first: PlacedDifference; hosts: readonly string[]; subjects: Set<string>; servers: Set<string> }
  >();
  for (const { first, hosts: given } of bySubject.values()) {
    const { subject, servers } = first;
    const hosts = [...given].sort(compareHosts);
    // A server line's change is listed per listener; one of listeners themselves, for all of them together.
    const key = JSON.stringify([...valuesOf(first), servers === undefined ? "" : subject, hosts]);
    const known = changes.get(key) ?? { first, hosts, subjects: new Set(), servers: new Set() };
    changes.set(key, known);
    known.subjects.add(subject);
    for (const server of servers ?? []) known.servers.add(server);
  }
  return [...changes.values()].map(({ first, hosts, subjects, servers }) => {
    const { subject: _subject, ...change } = first;
    return { ...change, subjects: [...subjects], servers: [...servers].sort(compareHosts), hosts };
  });
};

const valuesOf = ({ area, setting, before, after, because }: Difference): readonly (string | null)[] => [
  area,
  setting,
  before,
  after,
  because,
];
