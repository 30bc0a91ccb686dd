import { spawnSync } from "node:child_process";
import { MAX_BYTES } from "../disk/read-text.js";
import { Failure, reasonOf } from "../text/failure.js";

/** What git answered. */
interface Said {
  readonly ok: boolean;
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * What keeps git to its own objects, whatever the repository's config says. An object that is missing in a partial
 * clone is not fetched: a fetch runs what the config names (remote.*.url with ext::, core.sshCommand,
 * credential.helper). A bare repository in a folder is not taken for the one around it, as its config would count
 * (git-config, safe.bareRepository). Nothing that is asked below runs hooks, pagers, filters or diff drivers.
 */
const GUARDS = {
  GIT_OPTIONAL_LOCKS: "0",
  GIT_NO_LAZY_FETCH: "1",
  GIT_ALLOW_PROTOCOL: "none",
  GIT_TERMINAL_PROMPT: "0",
  GIT_LITERAL_PATHSPECS: "1",
  LC_ALL: "C",
};

/**
 * What a hook's git hands down, and what would have git look at another repository than the one around the folder, or
 * take the folder for the top of it.
 */
const ANOTHER = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_COMMON_DIR",
  "GIT_INDEX_FILE",
  "GIT_PREFIX",
  "GIT_NAMESPACE",
];

const surroundings = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !ANOTHER.includes(name)));

/** Asks git something of the repository around `dir`. Never through a shell, never with a word that git would run. */
export const git = (dir: string, args: readonly string[]): Said => {
  const result = spawnSync(
    "git",
    ["--no-pager", "-c", "safe.bareRepository=explicit", "-c", "core.fsmonitor=false", "-C", dir, ...args],
    {
      encoding: "utf8",
      maxBuffer: MAX_BYTES,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...surroundings(), ...GUARDS },
    },
  );
  if (result.error !== undefined) {
    const missing = "code" in result.error && result.error.code === "ENOENT";
    throw new Failure(missing ? "git is not installed" : `git could not be asked: ${reasonOf(result.error)}`);
  }
  return { ok: result.status === 0, status: result.status, out: result.stdout, err: result.stderr };
};

/** Git failed: nothing is known of what was asked, and it must not be taken for absent. */
export class GitFailure extends Failure {}

/** Git's answer to what it must be able to answer. */
export const answerOf = (dir: string, args: readonly string[]): string => {
  const { ok, out, err } = git(dir, args);
  if (ok) return out;
  throw new GitFailure(`git can't read the repository of ${dir}: ${reasonSaid(err)}: ${wayOut(dir)}`);
};

export const reasonSaid = (err: string): string =>
  (err.split("\n").find((text) => text.startsWith("fatal: ")) ?? err).replace(/^fatal: /, "").trim();

/** A clone with --filter fetches what it lacks when it is asked for it, which is never done here (GUARDS). */
const wayOut = (dir: string): string =>
  git(dir, ["config", "--get-regexp", "^remote\\..*\\.promisor$"]).ok
    ? "this is a partial clone (--filter) without that object; fetch it with git fetch --refetch --no-filter"
    : "run git fsck to see what is broken, or clone it again";

/** An answer of one line. */
export const line = (out: string): string => out.replace(/\n$/, "");
