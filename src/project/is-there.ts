import { existsSync, lstatSync, statSync } from "node:fs";

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
