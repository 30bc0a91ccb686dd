import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from "node:fs";
import { relative, resolve, sep } from "node:path";
import type { Read, ReadFile } from "../inventory/read-file.js";
import { reasonOf } from "../text/failure.js";
import type { Bytes } from "../text/units.js";
import { showBytes, showCount } from "../text/units.js";

/** More than the longest inventory takes: 64 Mi characters of at most 4 bytes each. */
export const MAX_BYTES = 256 * 1024 * 1024;

/** What an inventory may make mmconf read; twice what a file of recorded times may hold. */
const MAX_NAMED_BYTES = 32 * 1024 * 1024;

/** A file's text from the disk, or why it can't be read. */
export const readText: ReadFile = (file, within) => {
  const read = readBytes(file, within);
  return read.ok ? { ok: true, text: read.bytes.toString("utf8"), identity: read.identity } : read;
};

type ReadBytes =
  | { readonly ok: true; readonly bytes: Buffer; readonly identity: string }
  | { readonly ok: false; readonly reason: string };

/** The same with its bytes. What is no regular file may never end, and is not opened. */
export const readBytes = (file: string, within?: string): ReadBytes => {
  try {
    const reason = (within === undefined ? undefined : outside(file, within)) ?? whyNotRead(statSync(file));
    if (reason !== undefined) return { ok: false, reason };
    // Should a pipe have taken its place since, opening it waits for no writer.
    const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const now = fstatSync(descriptor);
      const most = within === undefined && now.size > 0 ? MAX_BYTES : MAX_NAMED_BYTES;
      const changed = whyNotRead(now);
      if (changed !== undefined) return { ok: false, reason: changed };
      const bytes = readAtMost(descriptor, now.size, most);
      return bytes === undefined
        ? { ok: false, reason: `it has more than ${showBytes(most)}, though its size says otherwise` }
        : { ok: true, bytes, identity: `${now.dev}:${now.ino}` };
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
};

/** All of a file, counted while it is read: files in /proc give their size as 0, and some never end. Undefined past the limit. */
const readAtMost = (descriptor: number, size: Bytes, most: Bytes): Buffer | undefined => {
  const chunks: Buffer[] = [];
  let read = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(Math.max(size - read, read) + 4096);
    const got = readSync(descriptor, chunk);
    if (got === 0) return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, read);
    read += got;
    if (read > most) return undefined;
    chunks.push(chunk.subarray(0, got));
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
  const real = realpathSync(file);
  if (!liesBelow(real, realpathSync(resolve(within)))) return "it is a link to a file outside";
  const { size } = statSync(real);
  return size > MAX_NAMED_BYTES
    ? `it has ${showBytes(size)}; the limit is ${showBytes(MAX_NAMED_BYTES)}`
    : undefined;
};

/** Of two paths without links in them. */
export const liesBelow = (real: string, folder: string): boolean =>
  real.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/**
 * The same for a repository that somebody else may have written, whose values are shown to others: nothing is read but
 * its files, links followed, and none of git's own, which may hold a token.
 */
export const readBelow =
  (repository: string, read: ReadFile, pathOf: (file: string) => string): ReadFile =>
  (file, within) => {
    const refused = refusedBelow(repository, pathOf(file));
    return refused ?? read(file, within);
  };

/** Why a path leads out of a repository, or into git's own folder in it; undefined where it does not. */
const refusedBelow = (repository: string, path: string): Read | undefined => {
  try {
    const [top, real] = [realpathSync(repository), realpathSync(path)];
    if (!liesBelow(real, top)) return { ok: false, reason: "it lies outside the repository" };
    const own = relative(top, real).split(sep).includes(".git");
    return own ? { ok: false, reason: "it is one of git's own files" } : undefined;
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
};
