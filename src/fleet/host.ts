import type { Effective } from "../schema/effective.js";
import type { Bytes } from "../text/units.js";
import type { MapNode } from "../yaml/node.js";
import { originOf } from "../yaml/node.js";

/** What a value of the fleet was read from: `originOf(thing.node, key)` says where a setting was written. */
export interface Located {
  readonly node: MapNode;
}

/** A machine. */
export interface Host extends Located {
  readonly name: string;
  readonly memory: Bytes | undefined;
  readonly parts: Parts;
  readonly limits: Limits;
}

/** By the names of the modules. Hosts that set nothing of their own share one of these, and so its parts. */
export type Parts = Readonly<Record<string, Part>>;

/** A module's section as a host has it: the fleet's, with what the host sets of its own laid on it. */
export interface Part<Settings = unknown> extends Located {
  readonly settings: Settings;
  readonly rawLines: RawLines | undefined;
}

/** Gives the settings of a raw line that have a key of their own in its section. */
export type RawLines = (line: string) => readonly string[];

/** What bounds all daemons of a host. */
export interface Limits {
  /** The most that a listen backlog can be. */
  readonly somaxconn: Effective<number>;
}

/** Reads the section of that name on a host, as its schema has typed it; one of optional keys, and so empty where nothing is set. */
export const partOf =
  <Settings extends object>(name: string) =>
  ({ parts, node }: Pick<Host, "parts" | "node">): Part<Settings> =>
    (parts[name] ?? { settings: {}, node, rawLines: undefined }) as Part<Settings>;

/** Linux since 5.4 (ip-sysctl, somaxconn; commit 19f92a030ca6). */
export const DEFAULT_SOMAXCONN = 4096;

/** What holds where no module says anything of a host. */
export const defaultLimits = ({ node }: Located): Limits => ({
  somaxconn: { value: DEFAULT_SOMAXCONN, because: "the default since Linux 5.4", origin: originOf(node) },
});
