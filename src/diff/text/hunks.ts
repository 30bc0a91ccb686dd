import type { ChangedFile, ChangedTexts, Group, PatchOptions, Stretch } from "./compare-trees.js";
import { compareTrees, rangeOf, stretchesOf } from "./compare-trees.js";
import { endsInNewline, lineText } from "./lines.js";
import type { Tree } from "./tree.js";

export interface HunkLine {
  readonly kind: "context" | "removed" | "added";
  /** Without its newline. */
  readonly text: string;
  /** False of a last line that has none. */
  readonly newline: boolean;
}

/** Neighbouring edits with the lines around them. Lines count from 1; a start is 0 where its side has no lines. */
export interface Hunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  /** The section that the hunk begins in; "" where there is none. */
  readonly heading: string;
  readonly lines: readonly HunkLine[];
}

/** What became of one file, line by line. A file that is empty, or changes its mode alone, has no hunks. */
export interface FilePatch extends Omit<ChangedFile, "texts"> {
  readonly hunks: readonly Hunk[];
}

/** What differs between two trees, by file, in the byte order of paths. Equal files are left out. */
export const comparePatch = (a: Tree, b: Tree, options: PatchOptions = {}): readonly FilePatch[] =>
  filePatches(compareTrees(a, b, options));

export const filePatches = (files: readonly ChangedFile[]): readonly FilePatch[] =>
  files.map(({ texts, ...file }) => ({
    ...file,
    hunks: texts === undefined ? [] : texts.groups.map((group) => toHunk(group, texts)),
  }));

const toHunk = (group: Group, texts: ChangedTexts): Hunk => {
  const { oldStart, oldEnd, newStart, newEnd } = group.region;
  const [before, after] = [rangeOf(oldStart, oldEnd), rangeOf(newStart, newEnd)];
  return {
    oldStart: before.start,
    oldLines: before.lines,
    newStart: after.start,
    newLines: after.lines,
    heading: group.heading,
    lines: stretchesOf(group, texts).flatMap(linesOf),
  };
};

const linesOf = ({ kind, lines, from, to }: Stretch): readonly HunkLine[] =>
  Array.from({ length: to - from }, (_, index) => ({
    kind,
    text: lineText(lines, from + index),
    newline: endsInNewline(lines, from + index),
  }));
