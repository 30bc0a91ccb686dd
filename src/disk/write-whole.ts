import { chmodSync, lstatSync, renameSync, rmSync, type Stats, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failure, reasonOf } from "../text/failure.js";
import { OWN_MARK } from "./own-mark.js";

/**
 * Written beside it and renamed, so that the file is never half there. Only a regular file is replaced: a device that
 * gave way to a file would be gone for everyone. What takes text as it comes (/dev/null) is written to.
 */
export const writeWhole = (file: string, text: string): void => {
  const there = lookAt(file);
  if (there?.isCharacterDevice()) {
    attempt(file, () => writeFileSync(file, text));
    return;
  }
  const reason = notReplaced(there);
  if (reason !== undefined) throw new Failure(`can't write ${file}: ${reason}; nothing was written`);
  const fresh = join(dirname(file), `.mmconf.new-${OWN_MARK}`);
  attempt(file, () => {
    // Not through what another run, or somebody else, has put there.
    rmSync(fresh, { force: true });
    try {
      writeFileSync(fresh, text, { flag: "wx" });
      if (there !== undefined) chmodSync(fresh, there.mode & 0o777);
      renameSync(fresh, file);
    } catch (error) {
      rmSync(fresh, { force: true });
      throw error;
    }
  });
};

const lookAt = (file: string): Stats | undefined => {
  try {
    return lstatSync(file, { throwIfNoEntry: false });
  } catch {
    // The attempt to write reports what is in the way.
    return undefined;
  }
};

const notReplaced = (there: Stats | undefined): string | undefined => {
  if (there === undefined || there.isFile()) return undefined;
  if (there.isDirectory()) return "it is a folder";
  if (there.isSymbolicLink()) return "it is a symbolic link: name the file itself";
  return "it is a pipe, a socket or a device, not a file";
};

const attempt = (file: string, write: () => void): void => {
  try {
    write();
  } catch (error) {
    throw new Failure(`can't write ${file}: ${reasonOf(error)}`);
  }
};
