import { readFileSync, realpathSync, statSync } from "node:fs";
import { resolve, sep } from "node:path";
import type { ReadFile } from "../inventory/load.js";
import { showBytes } from "../inventory/units.js";
import { reasonOf } from "./failure.js";

/** What an inventory may make mmconf read; twice what a file of recorded times may hold. */
const MOST_BYTES = 32 * 1024 * 1024;

/** A file's text from the disk, or why it can't be read. */
export const readText: ReadFile = (file, within) => {
  try {
    const refused = within === undefined ? undefined : refusal(realpathSync(file), within);
    return refused === undefined
      ? { ok: true, text: readFileSync(file, "utf8") }
      : { ok: false, reason: refused };
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
};

/** Why a file that an inventory names is not read; `file` has no links in it. */
const refusal = (file: string, within: string): string | undefined => {
  const folder = realpathSync(resolve(within));
  if (!file.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return "it is a link to a file outside";
  const found = statSync(file);
  if (!found.isFile()) return found.isDirectory() ? "it is a folder" : "it is not a regular file";
  return found.size > MOST_BYTES
    ? `it has ${showBytes(found.size)}; the bound is ${showBytes(MOST_BYTES)}`
    : undefined;
};
