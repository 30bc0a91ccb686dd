import { existsSync, lstatSync, mkdirSync, rmdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** True where something has this name, be it a symbolic link to nothing; false where that can't be looked at. */
export const isThere = (path: string): boolean => {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
};

/** True where it is a folder, or a symbolic link to one. */
export const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

/**
 * Makes a folder and those above it, and gives the ones that were not there, the highest first; all of them or none.
 * Node's own recursive mkdir never ends where the file system answers ENOENT to every attempt, as /proc does.
 */
export const makeFolder = (path: string): readonly string[] => {
  if (resolves(path)) return [];
  const above = makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another run may have been faster.
    if (resolves(path)) return above;
    removeEmpty(above);
    throw error;
  }
  return [...above, path];
};

/** Removes folders that were made for nothing. One that somebody has put something into stays. */
export const removeEmpty = (made: readonly string[]): void => {
  for (const folder of made.toReversed()) {
    try {
      rmdirSync(folder);
    } catch {
      return;
    }
  }
};

/** Whether it leads to something; a symbolic link to nothing does not. */
const resolves = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;
