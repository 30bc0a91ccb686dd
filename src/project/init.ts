import { lstatSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { inventoryJsonSchema } from "../api/json-schema.js";
import { isThere, makeFolder, removeEmpty } from "../disk/folders.js";
import { packageFolder } from "../disk/templates.js";
import { writeWhole } from "../disk/write-whole.js";
import { Failure, reasonOf } from "../text/failure.js";

/** Writes a small project, and nothing at all where one of its files is there already. Gives the files' names. */
export const initProject = (from: string, dir: string): readonly string[] => {
  const folder = resolve(from, dir);
  const starter = (name: string) => readFileSync(join(packageFolder(), "templates", "init", name), "utf8");
  const files: readonly (readonly [string, string])[] = [
    ["inventories/prod.yaml", starter("prod.yaml")],
    ["mmconf.schema.json", `${JSON.stringify(inventoryJsonSchema(), null, 2)}\n`],
    [".pre-commit-config.yaml", starter("pre-commit-config.yaml")],
  ];
  const there = files.filter(([name]) => isThere(join(folder, name))).map(([name]) => name);
  if (there.length > 0)
    throw new Failure(`${dir} already has ${there.join(", ")}: nothing was written; choose another folder`);
  const linked = files
    .map(([name]) => dirname(name))
    .find((name) => name !== "." && isLink(join(folder, name)));
  if (linked !== undefined)
    throw new Failure(`${join(dir, linked)} is a symbolic link: nothing was written; choose another folder`);
  const folders: string[] = [];
  const written: string[] = [];
  try {
    for (const [name, content] of files) {
      const file = join(folder, name);
      folders.push(...folderOf(file));
      writeWhole(file, content);
      written.push(file);
    }
  } catch (error) {
    // All of it or nothing: half a project would be in the way of the next attempt.
    for (const file of written) rmSync(file, { force: true });
    removeEmpty(folders);
    throw error;
  }
  return files.map(([name]) => join(dir, name));
};

/** False where that can't be looked at: making the folder says why. */
const isLink = (path: string): boolean => {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  } catch {
    return false;
  }
};

const folderOf = (file: string): readonly string[] => {
  try {
    return makeFolder(dirname(file));
  } catch (error) {
    throw new Failure(`can't write ${file}: ${reasonOf(error)}`);
  }
};
