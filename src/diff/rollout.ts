import type { Change } from "./changes.js";

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

/** How one change can be rolled out. */
export const rolloutOf = (change: Change): Rollout => {
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
    case "wsgi":
      return {
        takes: "restart",
        why: "Apache starts the daemon processes: apachectl graceful replaces them and lets their requests finish",
        commands: [],
      };
    case "apache":
      return { takes: "restart", why: apacheWhy(change.setting), commands: [] };
    case "mirrorlist_server":
      return {
        takes: "restart",
        why: `${change.subjects.join("_server, ")}_server reads its settings at startup, before it listens`,
        commands: [],
      };
    case "kernel":
      return kernelRollout(change);
  }
};

/** mpm_common: of these a graceful restart keeps the old value. */
const FULL_RESTART = new Set(["ServerLimit", "ThreadLimit"]);

const apacheWhy = (setting: string): string =>
  FULL_RESTART.has(setting)
    ? `Apache keeps ${setting} through a graceful restart: stop and start it`
    : "Apache reads it at startup: apachectl graceful is enough";

const kernelRollout = ({ setting }: Change): Rollout => {
  if (setting !== "net.core.somaxconn")
    return { takes: "sysctl", why: "sysctl applies it at once", commands: [] };
  return {
    takes: "restart",
    why: "sysctl applies it at once, but a socket keeps the backlog it got from listen(): restart the listening daemons",
    commands: [],
  };
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
