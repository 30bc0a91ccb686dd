import type { Change } from "./changes.js";
import type { DiffTargets } from "./targets.js";

/** What taking a change into use takes, the least disturbing first. */
export const TAKES = ["nothing", "runtime", "sysctl", "reload", "restart"] as const;
export type Takes = (typeof TAKES)[number];

export interface Rollout {
  readonly takes: Takes;
  /** Why no less will do. */
  readonly why: string;
  /** Commands of HAProxy's runtime API that take it into use at once. */
  readonly commands: readonly string[];
}

const RUNTIME = "HAProxy's runtime API sets it; it is gone at the next reload unless the file has it too";
const RELOAD =
  "HAProxy reads it with its configuration; the runtime API has no command for it (management.txt 9.3)";

/** How one change can be rolled out. */
export const rolloutOf = (change: Change, { runtimes, modules }: DiffTargets): Rollout => {
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
        why: "the proxies that stay are not touched; a new one is given its file",
        commands: [],
      };
    case "app servers":
      return {
        takes: "nothing",
        why: "the app servers that stay are not touched; the proxies' server lines are changes of their own",
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
  const { area, setting, after, subjects, servers } = change;
  if (after === null) return { takes: "reload", why: RELOAD, commands: [] };
  const lines = subjects.flatMap((subject) => servers.map((server) => `${subject}/${server}`));
  if (area === "server line" && setting === "maxconn")
    return runtime(lines.map((line) => `set maxconn server ${line} ${after}`));
  if (setting === "weight") return runtime(lines.map((line) => `set server ${line} weight ${after}`));
  if (area === "listener" && setting === "maxconn")
    return runtime(subjects.map((subject) => `set maxconn frontend ${subject} ${after}`));
  if (setting === "maxconn") return runtime([`set maxconn global ${after}`]);
  return { takes: "reload", why: RELOAD, commands: [] };
};

const runtime = (commands: readonly string[]): Rollout => ({ takes: "runtime", why: RUNTIME, commands });
