import type { PlacedKeyword } from "../haproxy/keywords/all.js";
import { keywordOf } from "../haproxy/keywords/all.js";
import type { Change } from "./change.js";

/** What it takes to apply a change, the least disruptive first. */
export const TAKES = ["nothing", "runtime", "sysctl", "reload", "restart"] as const;
export type Takes = (typeof TAKES)[number];

export interface Rollout {
  readonly takes: Takes;
  /** Why no less will do. */
  readonly why: string;
  /** Commands of HAProxy's runtime API that apply it at once. */
  readonly commands: readonly string[];
}

const RUNTIME = "HAProxy's runtime API sets it until the next reload; put it in the file too";
const RELOAD =
  "HAProxy reads it from its configuration file; the runtime API has no command for it (management.txt 9.3)";

/** What may say of changes of its settings what taking them into use takes. */
export interface Effects {
  effect?(change: Change): Rollout;
}

interface Rolled {
  readonly runtimes: readonly (Effects & { readonly key: string })[];
  readonly modules: readonly (Effects & { readonly name: string })[];
}

/** How one change can be rolled out. */
export const rolloutOf = (change: Change, { runtimes, modules }: Rolled): Rollout => {
  switch (change.area) {
    case "figures":
      return { takes: "nothing", why: "nothing is rendered from it", commands: [] };
    case "global":
    case "listener":
    case "server line":
      return haproxyRollout(change);
    case "proxies":
      return {
        takes: "nothing",
        why: "existing proxies are not touched; a new one gets its file",
        commands: [],
      };
    case "app servers":
      return {
        takes: "nothing",
        why: "existing app servers are not touched; the proxies' server lines are listed as changes",
        commands: [],
      };
    default:
      return (
        runtimes.find(({ key }) => key === change.area)?.effect?.(change) ??
        modules.find(({ name }) => name === change.area)?.effect?.(change) ?? {
          takes: "reload",
          why: `${change.area} does not say that less will do`,
          commands: [],
        }
      );
  }
};

const haproxyRollout = (change: Change): Rollout => {
  const { setting, after } = change;
  const { of, names } = changed(change);
  const command = keywordOf(of, setting)?.keyword.command;
  if (after === null || command === undefined) return { takes: "reload", why: RELOAD, commands: [] };
  return { takes: "runtime", why: RUNTIME, commands: names.map((name) => command(name, after)) };
};

/** What a keyword is set of, and the names by which the runtime API knows it. */
const changed = ({
  area,
  subjects,
  servers,
}: Change): Pick<PlacedKeyword, "of"> & { names: readonly string[] } => {
  if (area === "global") return { of: "global", names: subjects };
  if (area === "listener") return { of: "proxy", names: subjects };
  return {
    of: "server",
    names: subjects.flatMap((subject) => servers.map((server) => `${subject}/${server}`)),
  };
};
