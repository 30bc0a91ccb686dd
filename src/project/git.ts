import { execFileSync } from "node:child_process";
import { posix } from "node:path";
import type { ReadFile } from "../inventory/load.js";
import { Failure } from "./failure.js";

/** A folder as one commit holds it; nothing is checked out and the work tree is not touched. */
export interface Commit {
  /** The full object name. */
  readonly sha: string;
  /** Reads a file by its path relative to the folder. */
  readonly read: ReadFile;
  /** Names directly below a folder, relative to the folder the commit was opened for. */
  readonly list: (folder: string) => readonly string[];
}

const MAX_OUTPUT = 256 * 1024 * 1024;

const git = (dir: string, args: readonly string[]): string =>
  execFileSync("git", ["-C", dir, ...args], {
    encoding: "utf8",
    maxBuffer: MAX_OUTPUT,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, GIT_OPTIONAL_LOCKS: "0", LC_ALL: "C" },
  });

/** What git says, or undefined where it refuses. A git that is not there is a failure. */
const tryGit = (dir: string, args: readonly string[]): string | undefined => {
  try {
    return git(dir, args);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      throw new Failure("git is not installed");
    return undefined;
  }
};

/** Opens `dir` as it was at `ref`. A ref that looks like an option is only ever read as a ref. */
export const openCommit = (dir: string, ref: string): Commit => {
  const prefix = tryGit(dir, ["rev-parse", "--show-prefix"])?.trim();
  if (prefix === undefined) throw new Failure(`${dir} is not in a git repository`);
  const sha = tryGit(dir, [
    "rev-parse",
    "--verify",
    "--quiet",
    "--end-of-options",
    `${ref}^{commit}`,
  ])?.trim();
  if (!sha) throw new Failure(`git knows no commit ${ref}: name a branch, a tag or a commit`);
  const objectOf = (path: string): string => `${sha}:${posix.normalize(posix.join(prefix, path))}`;
  return {
    sha,
    read: (file) => {
      const text = tryGit(dir, ["cat-file", "blob", objectOf(file)]);
      return text === undefined ? { ok: false, reason: `it is not in ${ref}` } : { ok: true, text };
    },
    list: (folder) =>
      (tryGit(dir, ["ls-tree", "-z", "--name-only", objectOf(folder)]) ?? "")
        .split("\0")
        .filter((name) => name !== ""),
  };
};

/** The commit at which HEAD and `ref` parted; `ref` itself where they have nothing in common. */
export const mergeBase = (dir: string, ref: string): string => {
  const { sha } = openCommit(dir, ref);
  return tryGit(dir, ["merge-base", sha, "HEAD"])?.trim() || sha;
};
