import { basename, join } from "node:path";
import type { Side } from "../diff/comparison.js";
import { treeOf } from "../diff/text/tree.js";
import { isThere } from "../disk/folders.js";
import { readTree } from "../disk/write-tree.js";
import { Failure } from "../text/failure.js";

/** A folder that mmconf rendered: it has files and no inventory. */
export const readFolder = (name: string, folder: string): Side => {
  // Looked for first: a folder that was not rendered may be a whole disk.
  const files = isThere(join(folder, "manifest.json")) ? readTree(folder) : undefined;
  if (!files?.has("manifest.json"))
    throw new Failure(`${name} is not a folder that mmconf rendered: it has no manifest.json`);
  return { name: basename(folder), tree: treeOf(files), fleet: undefined };
};
