import { createHash } from "node:crypto";
import type { ChangedFile, ChangedTexts, Group, PatchOptions, Stretch } from "./compare-trees.js";
import { compareTrees, rangeOf, stretchesOf } from "./compare-trees.js";
import type { Lines } from "./lines.js";
import { endsInNewline, lineText } from "./lines.js";
import type { Tree } from "./tree.js";

/**
 * The patch that makes tree `b` of tree `a`, as `git diff` writes it and `git apply` and `patch -p1` take it; "" where
 * they are equal.
 */
export const formatPatch = (a: Tree, b: Tree, options: PatchOptions = {}): string =>
  patchOf(compareTrees(a, b, options));

/** The patch of files that were compared. */
export const patchOf = (files: readonly ChangedFile[]): string => files.map(formatFile).join("");

const formatFile = (file: ChangedFile): string => {
  const oldName = quotePath(`a/${file.path}`);
  const newName = quotePath(`b/${file.path}`);
  const names = [
    `--- ${file.status === "added" ? "/dev/null" : fenced(oldName)}\n`,
    `+++ ${file.status === "removed" ? "/dev/null" : fenced(newName)}\n`,
  ];
  const { texts } = file;
  return [
    `diff --git ${oldName} ${newName}\n`,
    modes(file),
    ...(texts === undefined ? [] : [`index ${blobs(file, texts)}${sameMode(file)}\n`]),
    ...(texts === undefined || texts.groups.length === 0 ? [] : names),
    ...(texts === undefined ? [] : texts.groups.map((group) => formatHunk(group, texts))),
  ].join("");
};

const modes = ({ status, oldMode, newMode }: ChangedFile): string => {
  if (status === "added") return `new file mode ${newMode}\n`;
  if (status === "removed") return `deleted file mode ${oldMode}\n`;
  return oldMode === newMode ? "" : `old mode ${oldMode}\nnew mode ${newMode}\n`;
};

const sameMode = ({ oldMode, newMode }: ChangedFile): string => (oldMode === newMode ? ` ${oldMode}` : "");

/** A tab ends a name with blanks in it; without one, patch takes what follows the first blank for a date. */
const fenced = (name: string): string => (name.includes(" ") ? `${name}\t` : name);

const NO_FILE = "0000000";

const blobs = ({ status }: ChangedFile, { before, after }: ChangedTexts): string =>
  `${status === "added" ? NO_FILE : blobHash(before)}..${status === "removed" ? NO_FILE : blobHash(after)}`;

/** What git calls such a file, at the length that it prints. */
const blobHash = ({ bytes }: Lines): string => {
  const hash = createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes);
  return hash.digest("hex").slice(0, NO_FILE.length);
};

const formatHunk = (group: Group, texts: ChangedTexts): string => {
  const { oldStart, oldEnd, newStart, newEnd } = group.region;
  const ranges = `@@ -${range(oldStart, oldEnd)} +${range(newStart, newEnd)} @@`;
  const lines = stretchesOf(group, texts).map(formatStretch).join("");
  return `${ranges}${group.heading === "" ? "" : ` ${group.heading}`}\n${lines}`;
};

const range = (from: number, to: number): string => {
  const { start, lines } = rangeOf(from, to);
  return lines === 1 ? `${start}` : `${start},${lines}`;
};

const SIGNS = { context: " ", removed: "-", added: "+" } as const satisfies Record<Stretch["kind"], string>;

const formatStretch = ({ kind, lines, from, to }: Stretch): string => {
  if (from === to) return "";
  const sign = SIGNS[kind];
  let text = "";
  for (let line = from; line < to; line += 1) text += `${sign}${lineText(lines, line)}\n`;
  return endsInNewline(lines, to - 1) ? text : `${text}\\ No newline at end of file\n`;
};

const ESCAPES: Readonly<Record<number, string>> = {
  7: "\\a",
  8: "\\b",
  9: "\\t",
  10: "\\n",
  11: "\\v",
  12: "\\f",
  13: "\\r",
  34: '\\"',
  92: "\\\\",
};

/**
 * A path as git writes it: between double quotes, with escapes as in C, where it holds a control character, a quote, a
 * backslash or anything beyond ASCII; as it is otherwise (git-config, core.quotePath).
 */
export const quotePath = (path: string): string => {
  if (/^[ !#-[\]-~]*$/.test(path)) return path;
  const quoted = [...Buffer.from(path)].map((byte) => {
    const plain = byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : octal(byte);
    return ESCAPES[byte] ?? plain;
  });
  return `"${quoted.join("")}"`;
};

const octal = (byte: number): string => `\\${byte.toString(8).padStart(3, "0")}`;
