import { createHash } from "node:crypto";
import type { FilePatch, Hunk, HunkLine, PatchOptions } from "./hunks.js";
import { comparePatch } from "./hunks.js";
import { quotePath } from "./quote-path.js";
import type { Tree } from "./tree.js";

/**
 * The patch that makes tree `b` of tree `a`, as `git diff` writes it and `git apply` and `patch -p1` take it; "" where
 * they are equal.
 */
export const formatPatch = (a: Tree, b: Tree, options: PatchOptions = {}): string =>
  comparePatch(a, b, options)
    .map((file) => formatFile(file, blobHash(a, file.path), blobHash(b, file.path)))
    .join("");

const formatFile = (file: FilePatch, oldHash: string, newHash: string): string => {
  const oldName = quotePath(`a/${file.path}`);
  const newName = quotePath(`b/${file.path}`);
  const names = [
    `--- ${file.status === "added" ? "/dev/null" : fenced(oldName)}\n`,
    `+++ ${file.status === "removed" ? "/dev/null" : fenced(newName)}\n`,
  ];
  return [
    `diff --git ${oldName} ${newName}\n`,
    modes(file),
    oldHash === newHash ? "" : `index ${oldHash}..${newHash}${sameMode(file)}\n`,
    ...(file.hunks.length > 0 ? names : []),
    ...file.hunks.map(formatHunk),
  ].join("");
};

const modes = ({ status, oldMode, newMode }: FilePatch): string => {
  if (status === "added") return `new file mode ${newMode}\n`;
  if (status === "removed") return `deleted file mode ${oldMode}\n`;
  return oldMode === newMode ? "" : `old mode ${oldMode}\nnew mode ${newMode}\n`;
};

const sameMode = ({ oldMode, newMode }: FilePatch): string => (oldMode === newMode ? ` ${oldMode}` : "");

/** A tab ends a name with blanks in it; without one, patch takes what follows the first blank for a date. */
const fenced = (name: string): string => (name.includes(" ") ? `${name}\t` : name);

const NO_FILE = "0000000";

/** What git calls such a file, at the length that it prints. */
const blobHash = (tree: Tree, path: string): string => {
  const file = tree.get(path);
  if (file === undefined) return NO_FILE;
  const hash = createHash("sha1")
    .update(`blob ${Buffer.byteLength(file.content)}\0`)
    .update(file.content);
  return hash.digest("hex").slice(0, NO_FILE.length);
};

const formatHunk = ({ oldStart, oldLines, newStart, newLines, heading, lines }: Hunk): string => {
  const ranges = `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`;
  return `${ranges}${heading === "" ? "" : ` ${heading}`}\n${lines.map(formatLine).join("")}`;
};

const range = (start: number, count: number): string => (count === 1 ? `${start}` : `${start},${count}`);

const SIGNS = { context: " ", removed: "-", added: "+" } as const satisfies Record<HunkLine["kind"], string>;

const formatLine = ({ kind, text, newline }: HunkLine): string =>
  `${SIGNS[kind]}${text}\n${newline ? "" : "\\ No newline at end of file\n"}`;
