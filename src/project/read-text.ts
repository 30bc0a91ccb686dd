import { readFileSync } from "node:fs";
import type { ReadFile } from "../inventory/load.js";
import { reasonOf } from "./failure.js";

/** A file's text from the disk, or why it can't be read. */
export const readText: ReadFile = (file) => {
  try {
    return { ok: true, text: readFileSync(file, "utf8") };
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
};
