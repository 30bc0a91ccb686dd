import type { Effective } from "../schema/effective.js";
import { originOf } from "../yaml/node.js";
import type { AppServer, Located, Proxy } from "./fleet.js";
import type { RawLines } from "./targets.js";

/** A module's section as a host has it: the fleet's, with what the host sets of its own laid on it. */
export interface Part<Settings = unknown> extends Located {
  readonly settings: Settings;
  readonly rawLines: RawLines | undefined;
}

/** By the names of the modules. Hosts that set nothing of their own share one of these, and so its parts. */
export type Parts = Readonly<Record<string, Part>>;

/** What bounds all daemons of a host. */
export interface Limits {
  /** The most that a listen backlog can be. */
  readonly somaxconn: Effective<number>;
}

/** Reads the section of that name on a host, as its schema has typed it; one of optional keys, and so empty where nothing is set. */
export const partOf =
  <Settings extends object>(name: string) =>
  ({ parts, node }: Pick<Proxy | AppServer, "parts" | "node">): Part<Settings> =>
    (parts[name] ?? { settings: {}, node, rawLines: undefined }) as Part<Settings>;

/** Linux since 5.4 (ip-sysctl, somaxconn; commit 19f92a030ca6). */
export const DEFAULT_SOMAXCONN = 4096;

/** What holds where no module says anything of a host. */
export const defaultLimits = ({ node }: Located): Limits => ({
  somaxconn: { value: DEFAULT_SOMAXCONN, because: "the default since Linux 5.4", origin: originOf(node) },
});
