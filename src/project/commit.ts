import { posix } from "node:path";
import { tooLarge } from "../disk/read-text.js";
import type { Read, ReadFile } from "../inventory/read-file.js";
import { Failure } from "../text/failure.js";
import type { Bytes } from "../text/units.js";
import { answerOf, GitFailure, git, line, reasonSaid } from "./git.js";

/** A folder as one commit holds it; nothing is checked out and the work tree is not touched. */
export interface Commit {
  /** The full object name. */
  readonly sha: string;
  /** Reads a file by its path relative to the folder. */
  readonly read: ReadFile;
  /** True where the commit has something by this name, be it a symbolic link to nothing, or to what can't be read. */
  readonly has: (file: string) => boolean;
  /** Names directly below a folder, relative to the folder the commit was opened for. */
  readonly list: (folder: string) => readonly string[];
}

/** Opens `dir` as it was at `ref`. A ref that looks like an option is only ever read as a ref. */
export const openCommit = (dir: string, ref: string): Commit => {
  const prefix = prefixOf(dir);
  const sha = commitName(dir, ref);
  if (sha === undefined) throw new Failure(noCommit(dir, ref));
  const entriesOf = remembered((tree: string) => listTree(dir, tree));
  const pathOf = (path: string): string => posix.normalize(posix.join(prefix, path)).replace(/\/$/, "");

  /** What stands at a path, symbolic links followed as long as they stay in the commit. */
  const find = (path: string, follow: boolean, links = 0): Found => {
    if (path === ".") return { kind: "entry", path, entry: { ...ROOT, object: sha } };
    if (path.startsWith("/") || path.startsWith("..")) return links > 0 ? LEADS_OUT : absent(ref);
    const parts = path.split("/");
    let entry: Entry = { ...ROOT, object: sha };
    for (const [index, name] of parts.entries()) {
      if (entry.type === "commit") return unreadable(`it lies in a submodule of ${ref}`);
      const next = entry.type === "tree" && entriesOf(entry.object).find((one) => one.name === name);
      if (!next) return absent(ref);
      entry = next;
      if (entry.mode !== LINK || (!follow && index === parts.length - 1)) continue;
      if (links >= MAX_LINKS) return unreadable("its symbolic links run in a circle");
      if (sizeOf(dir, entry) > LONGEST_PATH)
        return unreadable("it is a symbolic link to a name that is too long");
      const target = readBlob(dir, entry);
      if (target.startsWith("/")) return LEADS_OUT;
      const rest = parts.slice(index + 1);
      return find(posix.join(...parts.slice(0, index), target, ...rest), follow, links + 1);
    }
    return { kind: "entry", path, entry };
  };

  const read = (file: string): Read => {
    const found = find(pathOf(file), true);
    if (found.kind !== "entry") return { ok: false, reason: found.reason };
    const { path, entry } = found;
    const reason = notText(entry, ref) ?? tooLarge(sizeOf(dir, entry));
    if (reason !== undefined) return { ok: false, reason };
    return { ok: true, text: readBlob(dir, entry), identity: path };
  };

  const list = (folder: string): readonly string[] => {
    const found = find(pathOf(folder), true);
    if (found.kind !== "entry") {
      if (found.kind === "absent") return [];
      throw new Failure(`can't read ${folder} in ${ref}: ${found.reason}`);
    }
    const { entry } = found;
    if (entry.type === "commit")
      throw new Failure(
        `${folder} is a submodule of ${ref}: compare in its own repository (mmconf -C ${folder} --inventories .)`,
      );
    return entry.type === "tree" ? entriesOf(entry.object).map((one) => one.name) : [];
  };
  return {
    sha,
    // A template is asked for once for every environment and proxy.
    read: remembered(read),
    has: (file) => find(pathOf(file), false).kind !== "absent",
    list,
  };
};

const MAX_LINKS = 10;
/** Linux's PATH_MAX: no link on a disk is longer, and git packs 100 MB of one into next to nothing. */
const LONGEST_PATH = 4096;

/** What a commit holds at a path. What can't be read must not be taken for absent. */
type Found =
  /** By its own path, no link in it. */
  | { readonly kind: "entry"; readonly path: string; readonly entry: Entry }
  | { readonly kind: "absent" | "unreadable"; readonly reason: string };

const unreadable = (reason: string): Found => ({ kind: "unreadable", reason });
const LEADS_OUT = unreadable("it is a symbolic link out of the repository");
const absent = (ref: string): Found => ({ kind: "absent", reason: `it is not in ${ref}` });

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
  const head = commitName(dir, "HEAD");
  if (head === undefined) return sha;
  const args = ["merge-base", sha, head];
  // 1 says that there is none (git-merge-base); in a shallow clone, that it may lie beyond what was fetched.
  if (git(dir, args).status !== 1) return line(answerOf(dir, args));
  if (isShallow(dir))
    throw new GitFailure(
      `the commit at which HEAD and ${ref} parted is not in this clone: it is shallow; ${FETCH_ALL}`,
    );
  return sha;
};

/** The folder that a repository's files are in. */
export const topOf = (dir: string): string => line(answerOf(dir, ["rev-parse", "--show-toplevel"]));

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

/** The commit that a ref names; undefined where it names none. */
const commitName = (dir: string, ref: string): string | undefined => {
  const sha = objectName(dir, `${ref}^{commit}`);
  if (sha !== undefined) return sha;
  // A ref may be there, and its object be lost.
  const named = objectName(dir, ref);
  if (named !== undefined) answerOf(dir, ["cat-file", "-t", named]);
  return undefined;
};

/** `^main` is a name to rev-parse as well, of everything but main: only the name of an object is one. */
const objectName = (dir: string, name: string): string | undefined => {
  const { ok, out } = git(dir, ["rev-parse", "--verify", "--quiet", "--end-of-options", name]);
  return ok && /^[0-9a-f]{40,64}$/.test(line(out)) ? line(out) : undefined;
};

const isShallow = (dir: string): boolean =>
  line(answerOf(dir, ["rev-parse", "--is-shallow-repository"])) === "true";

const FETCH_ALL = "fetch the whole of it (git fetch --unshallow, fetch-depth: 0 in actions/checkout)";

const noCommit = (dir: string, ref: string): string => {
  const said = `git knows no commit ${ref}`;
  if (objectName(dir, "HEAD") === undefined && answerOf(dir, ["rev-list", "-n1", "--all"]) === "")
    return `${said}: the repository has no commit yet`;
  if (isShallow(dir)) return `${said}: this clone is shallow; ${FETCH_ALL}`;
  return `${said}: name a branch, a tag or a commit`;
};

/** What a folder of a commit holds: git's mode, type and object. */
interface Entry {
  readonly mode: string;
  readonly type: string;
  readonly object: string;
  readonly name: string;
}

/** `100644 blob 8e51ecb...\tprod.yaml`, each ended by a NUL (git-ls-tree, output format). */
const ENTRY = /^(\d+) (\w+) ([0-9a-f]+)\t(.*)$/s;

/** Without sizes: those of files that nobody reads may be missing in a partial clone. */
const listTree = (dir: string, tree: string): readonly Entry[] =>
  answerOf(dir, ["ls-tree", "-z", "--full-tree", tree])
    .split("\0")
    .flatMap((text) => {
      const [, mode = "", type = "", object = "", name = ""] = ENTRY.exec(text) ?? [];
      return name === "" ? [] : [{ mode, type, object, name }];
    });

const LINK = "120000";
const ROOT = { mode: "040000", type: "tree", name: "" };

const notText = ({ type }: Entry, ref: string): string | undefined => {
  if (type === "commit") return `it is a submodule in ${ref}`;
  return type === "blob" ? undefined : `it is a folder in ${ref}`;
};

const sizeOf = (dir: string, { object }: Entry): Bytes => Number(answerOf(dir, ["cat-file", "-s", object]));

const readBlob = (dir: string, { object }: Entry): string => answerOf(dir, ["cat-file", "blob", object]);
