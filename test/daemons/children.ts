import { readdirSync, readFileSync } from "node:fs";

export interface ChildOfDaemon {
  readonly pid: number;
  /** Ended, and not waited for by its parent. */
  readonly zombie: boolean;
}

/** The children of a process, from /proc. */
export const childrenOf = (pid: number): readonly ChildOfDaemon[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = readStat(name);
      return stat?.parent === pid ? [{ pid: Number(name), zombie: stat.state === "Z" }] : [];
    });

/** The state and the parent come after the command, which is in parentheses (proc(5)). */
const readStat = (name: string): { state: string; parent: number } | undefined => {
  try {
    const text = readFileSync(`/proc/${name}/stat`, "utf8");
    const [state = "", parent = ""] = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { state, parent: Number(parent) };
  } catch {
    // It has ended in between.
    return undefined;
  }
};
