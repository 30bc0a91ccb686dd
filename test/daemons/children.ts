import { readFileSync } from "node:fs";

export interface ChildOfDaemon {
  readonly pid: number;
  /** Ended, and not waited for by its parent. */
  readonly zombie: boolean;
}

/** The children of a process of one thread, from /proc. */
export const childrenOf = (pid: number): readonly ChildOfDaemon[] =>
  (read(`/proc/${pid}/task/${pid}/children`) ?? "")
    .split(" ")
    .filter((child) => child !== "")
    .flatMap((child) => {
      const stat = read(`/proc/${child}/stat`);
      return stat === undefined ? [] : [{ pid: Number(child), zombie: stateIn(stat) === "Z" }];
    });

/** It comes after the command, which is in parentheses (proc(5)). */
const stateIn = (stat: string): string | undefined => stat.slice(stat.lastIndexOf(")") + 2).split(" ")[0];

/** Undefined where the process has ended in between. */
const read = (file: string): string | undefined => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
};
