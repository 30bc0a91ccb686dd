import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats, statSync } from "node:fs";
import type { ReadFile } from "../inventory/load.js";
import { reasonOf } from "./failure.js";

/** More than the longest inventory takes: 64 Mi characters of at most 4 bytes each. */
export const MOST_BYTES = 256 * 1024 * 1024;

/** A file's text from the disk, or why it can't be read. What is no regular file may never end, and is not opened. */
export const readText: ReadFile = (file) => {
  try {
    const reason = unreadable(statSync(file));
    if (reason !== undefined) return { ok: false, reason };
    // Should a pipe have taken its place since, opening it waits for no writer.
    const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const now = unreadable(fstatSync(descriptor));
      return now === undefined
        ? { ok: true, text: readFileSync(descriptor, "utf8") }
        : { ok: false, reason: now };
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
};

const unreadable = (stats: Stats): string | undefined => {
  if (stats.isDirectory()) return "it is a folder";
  if (!stats.isFile()) return "it is a pipe, a socket or a device, not a file";
  return tooLarge(stats.size);
};

/** Why a file of so many bytes is not read; undefined where it is. */
export const tooLarge = (bytes: number): string | undefined =>
  bytes > MOST_BYTES
    ? `it has ${bytes.toLocaleString("en")} bytes; the bound is ${MOST_BYTES.toLocaleString("en")}`
    : undefined;
