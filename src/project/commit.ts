import { posix } from "node:path";
import { tooLarge } from "../disk/read-text.js";
import type { Read, ReadFile } from "../inventory/read-file.js";
import { Failure } from "../text/failure.js";
import type { Bytes } from "../text/units.js";
import { git, line } from "./git.js";

/** A folder as one commit holds it; nothing is checked out and the work tree is not touched. */
export interface Commit {
  /** The full object name. */
  readonly sha: string;
  /** Reads a file by its path relative to the folder. */
  readonly read: ReadFile;
  /** True where the commit has something by this name, be it a symbolic link to nothing. */
  readonly has: (file: string) => boolean;
  /** Names directly below a folder, relative to the folder the commit was opened for. */
  readonly list: (folder: string) => readonly string[];
}

/** Opens `dir` as it was at `ref`. A ref that looks like an option is only ever read as a ref. */
export const openCommit = (dir: string, ref: string): Commit => {
  const prefix = prefixOf(dir);
  const sha = objectName(dir, `${ref}^{commit}`);
  if (sha === undefined) throw new Failure(noCommit(dir, ref));
  const entriesOf = remembered((tree: string) => listTree(dir, tree));
  const pathOf = (path: string): string => posix.normalize(posix.join(prefix, path)).replace(/\/$/, "");

  /** The entry of a path, symbolic links followed as long as they stay in the commit; or why there is none. */
  const find = (path: string, follow: boolean, links = 0): Entry | string => {
    if (path === ".") return { ...ROOT, object: sha };
    if (path.startsWith("/") || path.startsWith("..")) return links > 0 ? LEADS_OUT : notIn(ref);
    const parts = path.split("/");
    let entry: Entry = { ...ROOT, object: sha };
    for (const [index, name] of parts.entries()) {
      const next = entry.type === "tree" && entriesOf(entry.object).find((one) => one.name === name);
      if (!next) return notIn(ref);
      entry = next;
      if (entry.mode !== LINK || (!follow && index === parts.length - 1)) continue;
      if (links >= MAX_LINKS) return "its symbolic links run in a circle";
      if (entry.bytes > LONGEST_PATH) return "it is a symbolic link to a name that is too long";
      const target = readBlob(dir, entry);
      if (!target.ok) return target.reason;
      if (target.text.startsWith("/")) return LEADS_OUT;
      const rest = parts.slice(index + 1);
      return find(posix.join(...parts.slice(0, index), target.text, ...rest), follow, links + 1);
    }
    return entry;
  };

  const read = (file: string): Read => {
    const entry = find(pathOf(file), true);
    if (typeof entry === "string") return { ok: false, reason: entry };
    const reason = whyNotRead(entry, ref);
    return reason === undefined ? readBlob(dir, entry) : { ok: false, reason };
  };
  return {
    sha,
    // A template is asked for once for every environment and proxy.
    read: remembered(read),
    has: (file) => typeof find(pathOf(file), false) !== "string",
    list: (folder) => {
      const entry = find(pathOf(folder), true);
      return typeof entry === "string" ? [] : entriesOf(entry.object).map((one) => one.name);
    },
  };
};

const MAX_LINKS = 10;
/** Linux's PATH_MAX: no link on a disk is longer, and git packs 100 MB of one into next to nothing. */
const LONGEST_PATH = 4096;
const LEADS_OUT = "it is a symbolic link out of the repository";
const notIn = (ref: string): string => `it is not in ${ref}`;

const remembered = <T>(ask: (name: string) => T): ((name: string) => T) => {
  const known = new Map<string, T>();
  return (name) => {
    const answer = known.get(name) ?? ask(name);
    known.set(name, answer);
    return answer;
  };
};

/** The commit at which HEAD and `ref` parted; `ref` itself where they have nothing in common. */
export const mergeBase = (dir: string, ref: string): string => {
  const { sha } = openCommit(dir, ref);
  const { ok, out } = git(dir, ["merge-base", sha, "HEAD"]);
  return ok ? line(out) : sha;
};

/** The folder's path within its repository, with a slash at its end; "" at the top. */
const prefixOf = (dir: string): string => {
  const { ok, out, err } = git(dir, ["rev-parse", "--show-prefix"]);
  if (ok) return line(out);
  if (err.includes("dubious ownership"))
    throw new Failure(
      `git does not trust the repository of ${dir}, as it is another user's: if you do, git config --global --add safe.directory ${dir}`,
    );
  if (err.includes("bare repository"))
    throw new Failure(
      `${dir} is a bare repository: it has no inventories to compare with; use a clone of it`,
    );
  if (err.includes("not a git repository")) throw new Failure(`${dir} is not in a git repository`);
  throw new Failure(`git can't read the repository of ${dir}: ${reasonSaid(err)}`);
};

const reasonSaid = (err: string): string =>
  (err.split("\n").find((text) => text.startsWith("fatal: ")) ?? err).replace(/^fatal: /, "").trim();

/** `^main` is a name to rev-parse as well, of everything but main: only the name of an object is one. */
const objectName = (dir: string, name: string): string | undefined => {
  const { ok, out } = git(dir, ["rev-parse", "--verify", "--quiet", "--end-of-options", name]);
  return ok && /^[0-9a-f]{40,64}$/.test(line(out)) ? line(out) : undefined;
};

const noCommit = (dir: string, ref: string): string => {
  const said = `git knows no commit ${ref}`;
  if (objectName(dir, "HEAD") === undefined && git(dir, ["rev-list", "-n1", "--all"]).out === "")
    return `${said}: the repository has no commit yet`;
  if (line(git(dir, ["rev-parse", "--is-shallow-repository"]).out) === "true")
    return `${said}: this clone is shallow; fetch the whole of it (git fetch --unshallow, fetch-depth: 0 in actions/checkout)`;
  return `${said}: name a branch, a tag or a commit`;
};

/** What a folder of a commit holds: git's mode, type and object, and the size of a file. */
interface Entry {
  readonly mode: string;
  readonly type: string;
  readonly object: string;
  readonly bytes: Bytes;
  readonly name: string;
}

/** `100644 blob 8e51ecb...    1234\tprod.yaml`, each ended by a NUL (git-ls-tree, output format). */
const ENTRY = /^(\d+) (\w+) ([0-9a-f]+) +(\d+|-|BAD)\t(.*)$/s;

const listTree = (dir: string, tree: string): readonly Entry[] =>
  git(dir, ["ls-tree", "-z", "-l", "--full-tree", tree])
    .out.split("\0")
    .flatMap((text) => {
      const [, mode = "", type = "", object = "", bytes = "", name = ""] = ENTRY.exec(text) ?? [];
      return name === "" ? [] : [{ mode, type, object, bytes: Number(bytes) || 0, name }];
    });

const LINK = "120000";
const ROOT = { mode: "040000", type: "tree", bytes: 0, name: "" };

const whyNotRead = ({ type, bytes }: Entry, ref: string): string | undefined => {
  if (type === "commit") return `it is a submodule in ${ref}`;
  if (type !== "blob") return `it is a folder in ${ref}`;
  return tooLarge(bytes);
};

const readBlob = (dir: string, { object }: Entry): Read => {
  const { ok, out } = git(dir, ["cat-file", "blob", object]);
  if (ok) return { ok: true, text: out };
  return { ok: false, reason: "this clone does not hold its content; fetch it (git fetch --refetch)" };
};
