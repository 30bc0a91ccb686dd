import { existsSync } from "node:fs";

/** renameat2 by machine (Linux, the syscall tables of each architecture), and its flag that swaps two names in one step. */
const RENAMEAT2: Readonly<Record<string, number>> = { x64: 316, arm64: 276 };
const RENAME_EXCHANGE = 2;
const AT_FDCWD = -100;

const PERL = "/usr/bin/perl";

/**
 * Swaps two folders in one step, so that there is no moment without either. Node has no call for it; Linux and perl,
 * which every Debian has, do. False where this machine or its file system can't: nothing has happened then.
 */
export const exchangeFolders = (a: string, b: string): boolean => {
  const call = RENAMEAT2[process.arch];
  if (process.platform !== "linux" || call === undefined || !existsSync(PERL)) return false;
  const script = `exit(syscall(${call}, ${AT_FDCWD}, $ARGV[0], ${AT_FDCWD}, $ARGV[1], ${RENAME_EXCHANGE}) == 0 ? 0 : 1)`;
  // Loaded where it is needed: a render that changes nothing starts sooner without it.
  const { spawnSync } = process.getBuiltinModule("node:child_process");
  return spawnSync(PERL, ["-e", script, "--", a, b], { stdio: "ignore" }).status === 0;
};
