import { existsSync, lstatSync, readdirSync, readlinkSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failure, reasonOf } from "../text/failure.js";
import { isFolder, makeFolder, removeEmpty } from "./folders.js";
import { isGivenUp, MARK, OWN_MARK } from "./own-mark.js";
import { readText } from "./read-text.js";

export interface OutFolder {
  /** Absolute path of out/. */
  readonly path: string;
  /** True where the user named it, and so may name a symbolic link. */
  readonly given: boolean;
}

/**
 * Puts `files` in place of out/E: all of them are written beside it first, then the folders change places. A tree
 * that was not rendered by mmconf is left alone, and one that holds these files already too.
 */
export const writeTree = (out: OutFolder, environment: string, files: ReadonlyMap<string, string>): void => {
  const target = join(out.path, environment);
  const fresh = join(out.path, `.${environment}.new-${OWN_MARK}`);
  const old = join(out.path, `.${environment}.old-${OWN_MARK}`);
  let made: readonly string[] = [];
  try {
    checkTarget(out, environment);
    made = makeFolder(out.path);
    recover(out.path, environment, target);
    if (holds(target, files)) return;
    rmSync(fresh, { recursive: true, force: true });
    for (const [path, content] of files) {
      const file = join(fresh, path);
      makeFolder(dirname(file));
      writeFileSync(file, content);
    }
    if (!existsSync(target)) renameSync(fresh, target);
    else if (exchangeFolders(fresh, target)) clear(fresh);
    else {
      // Between the two renames there is no tree; one that was killed there is put back by the next render.
      renameSync(target, old);
      renameSync(fresh, target);
      clear(old);
    }
  } catch (error) {
    putBack(target, fresh, old, made);
    if (error instanceof Failure) throw error;
    throw new Failure(`can't write ${target}: ${reasonOf(error)}; nothing was changed`);
  }
};

/** What no longer counts goes. Where something in it is held fast, it stays for the next render to clear: the tree is whole. */
const clear = (folder: string): void => {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    return;
  }
};

/** True where a folder holds these files and no others: what is there already is not written again. */
const holds = (folder: string, files: ReadonlyMap<string, string>): boolean => {
  try {
    const there = lookAtTree(folder);
    if (there === undefined || there.others.length > 0 || there.files.size !== files.size) return false;
    return [...files].every(([path, content]) => there.files.get(path) === content);
  } catch {
    return false; // what can't be read is replaced
  }
};

const putBack = (target: string, fresh: string, old: string, made: readonly string[]): void => {
  try {
    if (!existsSync(target) && existsSync(old)) renameSync(old, target);
    rmSync(fresh, { recursive: true, force: true });
    removeEmpty(made);
  } catch {
    // What could not be written can't be cleared either; the next render clears it, and the first failure is reported.
  }
};

/** Refuses a place that is not written to: a link, or what was not rendered. */
export const checkTarget = (out: OutFolder, environment: string): void => {
  const target = join(out.path, environment);
  try {
    refuse(out, target);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`can't write ${target}: ${reasonOf(error)}; nothing was changed`);
  }
};

const refuse = (out: OutFolder, target: string): void => {
  if (isLink(out.path) && !out.given) {
    throw new Failure(
      `${out.path} is a symbolic link to ${readlinkSync(out.path)}: nothing was written; name that folder with --out if you mean it`,
    );
  }
  if (isLink(target)) throw new Failure(`${target} is a symbolic link: nothing was written; remove it`);
  if (!existsSync(target)) return;
  if (!lstatSync(target).isDirectory())
    throw new Failure(`${target} is not a folder: nothing was written; remove it`);
  if (!existsSync(join(target, "manifest.json")) && readdirSync(target).length > 0) {
    throw new Failure(
      `${target} holds files that mmconf did not write (it has no manifest.json): nothing was written; move them away`,
    );
  }
};

const isLink = (path: string): boolean =>
  lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;

/** What a run that was killed between the two renames left behind is put back; what it left half written goes. */
const recover = (out: string, environment: string, target: string): void => {
  for (const name of readdirSync(out)) {
    const leftover = new RegExp(
      `^\\.${environment.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\.(new|old)-(${MARK})$`,
    ).exec(name);
    const path = join(out, name);
    if (!leftover?.[2] || !isGivenUp(leftover[2], path)) continue;
    if (leftover[1] === "old" && !existsSync(target)) renameSync(path, target);
    else clear(path);
  }
};

/** What is below a folder that was rendered. */
export interface OutputTree {
  /** By path. */
  readonly files: ReadonlyMap<string, string>;
  /** Paths of what is never rendered: links, pipes, empty folders. */
  readonly others: readonly string[];
}

/** The files below a folder that was rendered, by path; undefined where there is no folder. */
export const readTree = (folder: string): OutputTree["files"] | undefined => lookAtTree(folder)?.files;

export const lookAtTree = (folder: string): OutputTree | undefined => {
  if (!isFolder(folder)) return undefined;
  const files = new Map<string, string>();
  const others: string[] = [];
  const walk = (prefix: string): void => {
    const entries = readdirSync(join(folder, prefix), { withFileTypes: true });
    if (entries.length === 0 && prefix !== "") others.push(prefix);
    for (const entry of entries) {
      const path = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile()) files.set(path, readWhole(join(folder, path)));
      else others.push(path);
    }
  };
  try {
    walk("");
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`can't read ${folder}: ${reasonOf(error)}`);
  }
  return { files, others };
};

const readWhole = (file: string): string => {
  const read = readText(file);
  if (!read.ok) throw new Failure(`can't read ${file}: ${read.reason}`);
  return read.text;
};

/** renameat2 by machine (Linux, the syscall tables of each architecture), and its flag that swaps two names in one step. */
const RENAMEAT2: Readonly<Record<string, number>> = { x64: 316, arm64: 276 };
const RENAME_EXCHANGE = 2;
const AT_FDCWD = -100;

const PERL = "/usr/bin/perl";

/**
 * Swaps two folders in one step, so that there is no moment without either. Node has no call for it; Linux and perl,
 * which every Debian has, do. False where this machine or its file system can't: nothing has happened then.
 */
const exchangeFolders = (a: string, b: string): boolean => {
  const call = RENAMEAT2[process.arch];
  if (process.platform !== "linux" || call === undefined || !existsSync(PERL)) return false;
  const script = `exit(syscall(${call}, ${AT_FDCWD}, $ARGV[0], ${AT_FDCWD}, $ARGV[1], ${RENAME_EXCHANGE}) == 0 ? 0 : 1)`;
  // Loaded where it is needed: a render that changes nothing starts sooner without it.
  const { spawnSync } = process.getBuiltinModule("node:child_process");
  return spawnSync(PERL, ["-e", script, "--", a, b], { stdio: "ignore" }).status === 0;
};
