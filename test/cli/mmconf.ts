import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { onTestFinished } from "vitest";

export interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const BIN = resolve("bin/mmconf.js");

/** A run that has not ended by then hangs. Milliseconds. */
const HANGS = 240_000;

/** Runs the command line as a user does, in `cwd`. */
export const mmconf = (
  args: readonly string[],
  cwd = ".",
  env: Readonly<Record<string, string>> = {},
): Said => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...env },
    timeout: HANGS,
    maxBuffer: 64 * 1024 * 1024,
  });
  return { code: status, out: stdout, err: stderr };
};

/** A folder that goes when the test ends. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "mmconf-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** A project of its own with the three environments. */
export const ownProject = (): string => {
  const folder = temporaryFolder();
  cpSync("inventories", join(folder, "inventories"), { recursive: true });
  return folder;
};

/** The day on which the tests look at waivers. */
export const TODAY = ["--today", "2026-11-24"] as const;
