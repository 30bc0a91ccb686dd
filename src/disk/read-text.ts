import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  realpathSync,
  type Stats,
  statSync,
} from "node:fs";
import { resolve, sep } from "node:path";
import type { ReadFile } from "../inventory/read-file.js";
import { reasonOf } from "../text/failure.js";
import type { Bytes } from "../text/units.js";
import { showBytes, showCount } from "../text/units.js";

/** More than the longest inventory takes: 64 Mi characters of at most 4 bytes each. */
export const MAX_BYTES = 256 * 1024 * 1024;

/** What an inventory may make mmconf read; twice what a file of recorded times may hold. */
const MAX_NAMED_BYTES = 32 * 1024 * 1024;

/** A file's text from the disk, or why it can't be read. What is no regular file may never end, and is not opened. */
export const readText: ReadFile = (file, within) => {
  try {
    const reason = (within === undefined ? undefined : outside(file, within)) ?? whyNotRead(statSync(file));
    if (reason !== undefined) return { ok: false, reason };
    // Should a pipe have taken its place since, opening it waits for no writer.
    const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const now = whyNotRead(fstatSync(descriptor));
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

const whyNotRead = (stats: Stats): string | undefined => {
  if (stats.isDirectory()) return "it is a folder";
  if (!stats.isFile()) return "it is a pipe, a socket or a device, not a file";
  return tooLarge(stats.size);
};

/** Why a file of so many bytes is not read; undefined where it is. */
export const tooLarge = (bytes: Bytes): string | undefined =>
  bytes > MAX_BYTES ? `it has ${showCount(bytes)} bytes; the limit is ${showCount(MAX_BYTES)}` : undefined;

/** Why a file that an inventory names is not read, links followed; undefined where it is. */
const outside = (file: string, within: string): string | undefined => {
  const folder = realpathSync(resolve(within));
  const real = realpathSync(file);
  if (!real.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return "it is a link to a file outside";
  const { size } = statSync(real);
  return size > MAX_NAMED_BYTES
    ? `it has ${showBytes(size)}; the limit is ${showBytes(MAX_NAMED_BYTES)}`
    : undefined;
};
