import { statSync } from "node:fs";
import { basename } from "node:path";
import type { Side } from "../diff/comparison.js";
import { treeOf } from "../diff/tree.js";
import { Failure } from "../project/failure.js";
import { readTree } from "../project/write-tree.js";

export const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** A folder that mmconf rendered: it has files and no inventory. */
export const readFolder = (name: string, folder: string): Side => {
  const files = readTree(folder) ?? new Map<string, string>();
  if (!files.has("manifest.json"))
    throw new Failure(`${name} is not a folder that mmconf rendered: it has no manifest.json`);
  return { name: basename(folder), tree: treeOf(files), fleet: undefined };
};
