import { spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Tree } from "../../../src/diff/text/tree.js";

/** Cases of a property that starts a process for each. MMCONF_FUZZ asks for more. */
export const RUNS = Number(process.env.MMCONF_FUZZ ?? 100);

export interface Sandbox {
  readonly dir: string;
  /** Runs a command in the folder; its standard output. Fails with what it said unless it exits with one of `codes`. */
  readonly run: (
    command: string,
    args: readonly string[],
    input?: string,
    codes?: readonly number[],
  ) => string;
}

/** A folder of its own, gone afterwards. Git sees no repository around it and no one's settings. */
export const inSandbox = <T>(use: (sandbox: Sandbox) => T): T => {
  const dir = mkdtempSync(join(tmpdir(), "mmconf-diff-"));
  const env = {
    PATH: process.env.PATH,
    LC_ALL: "C",
    HOME: dir,
    GIT_CEILING_DIRECTORIES: dirname(dir),
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
  };
  const run: Sandbox["run"] = (command, args, input = "", codes = [0]) => {
    const done = spawnSync(command, args, { cwd: dir, env, input, encoding: "utf8", maxBuffer: 2 ** 28 });
    if (done.error) throw done.error;
    if (!codes.includes(done.status ?? -1))
      throw new Error(`${command} exits with ${done.status}:\n${done.stderr}${done.stdout}`);
    return done.stdout;
  };
  try {
    return use({ dir, run });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

export const writeTree = (dir: string, tree: Tree): void => {
  for (const [path, { content, mode }] of tree) {
    const file = join(dir, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    chmodSync(file, mode === "100755" ? 0o755 : 0o644);
  }
};

/** All files below a folder, by path in the order of their names; without .git. */
export const readTree = (dir: string): Tree => {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith(join(dir, ".git")));
  return new Map(
    files.sort().map((file) => {
      const mode = statSync(file).mode & 0o100 ? "100755" : "100644";
      return [file.slice(dir.length + 1), { content: readFileSync(file, "utf8"), mode }];
    }),
  );
};

export const sorted = (tree: Tree): Tree => new Map([...tree].sort(([a], [b]) => (a < b ? -1 : 1)));

export const treeOf = (files: Readonly<Record<string, string>>): Tree =>
  new Map(Object.entries(files).map(([path, content]) => [path, { content, mode: "100644" }]));
