import { findEdits } from "./edits.js";
import { headingFinder } from "./headings.js";
import type { Lines } from "./lines.js";
import { numberLines, splitLines } from "./lines.js";
import type { Region } from "./middle.js";
import { slideEdits } from "./slide.js";
import type { Mode, Tree } from "./tree.js";

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
  /** The section of the old file that the hunk begins in, or "". */
  readonly heading: string;
  readonly lines: readonly HunkLine[];
}

/** What became of one file. A file that is empty, or changes its mode alone, has no hunks. */
export interface FilePatch {
  readonly path: string;
  readonly status: "added" | "removed" | "changed";
  /** Null where there was no file. */
  readonly oldMode: Mode | null;
  /** Null where there is no file any more. */
  readonly newMode: Mode | null;
  readonly hunks: readonly Hunk[];
}

export interface PatchOptions {
  /** Unchanged lines shown before and after each change; 3 unless told. */
  readonly context?: number;
}

/** What differs between two trees, by file, in the byte order of paths. Equal files are left out. */
export const comparePatch = (a: Tree, b: Tree, { context = 3 }: PatchOptions = {}): readonly FilePatch[] => {
  const paths = [...new Set([...a.keys(), ...b.keys()])];
  return paths.sort(byBytes).flatMap((path): FilePatch[] => {
    const before = a.get(path);
    const after = b.get(path);
    if (before?.content === after?.content && before?.mode === after?.mode) return [];
    const status = before === undefined ? "added" : after === undefined ? "removed" : "changed";
    const hunks = compareTexts(before?.content ?? "", after?.content ?? "", context);
    return [{ path, status, oldMode: before?.mode ?? null, newMode: after?.mode ?? null, hunks }];
  });
};

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const compareTexts = (oldText: string, newText: string, context: number): readonly Hunk[] => {
  if (oldText === newText) return [];
  const before = splitLines(oldText);
  const after = splitLines(newText);
  const numbered = numberLines(before, after);
  const edits = slideEdits(
    findEdits(numbered),
    { numbers: numbered.oldLines, texts: before.texts },
    { numbers: numbered.newLines, texts: after.texts },
  );
  const headingOf = headingFinder(before.texts);
  return groupEdits(edits, context).map((group) => toHunk(group, before, after, context, headingOf));
};

/** Edits whose context would touch or overlap share a hunk. */
const groupEdits = (edits: readonly Region[], context: number): readonly Group[] => {
  const groups: [Region, ...Region[]][] = [];
  for (const edit of edits) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group === undefined || last === undefined || edit.oldStart - last.oldEnd > 2 * context)
      groups.push([edit]);
    else group.push(edit);
  }
  return groups;
};

type Group = readonly [Region, ...Region[]];

const toHunk = (
  group: Group,
  before: Lines,
  after: Lines,
  context: number,
  headingOf: (line: number) => string,
): Hunk => {
  const lead = Math.min(context, group[0].oldStart);
  const oldFrom = group[0].oldStart - lead;
  const newFrom = group[0].newStart - lead;
  const parts: (readonly HunkLine[])[] = [];
  let oldAt = oldFrom;
  let newAt = newFrom;
  for (const { oldStart, oldEnd, newStart, newEnd } of group) {
    parts.push(
      hunkLines("context", before, oldAt, oldStart),
      hunkLines("removed", before, oldStart, oldEnd),
      hunkLines("added", after, newStart, newEnd),
    );
    oldAt = oldEnd;
    newAt = newEnd;
  }
  const tail = Math.min(context, before.texts.length - oldAt);
  parts.push(hunkLines("context", before, oldAt, oldAt + tail));
  return {
    oldStart: start(oldFrom, oldAt + tail),
    oldLines: oldAt + tail - oldFrom,
    newStart: start(newFrom, newAt + tail),
    newLines: newAt + tail - newFrom,
    heading: headingOf(oldFrom + 1),
    lines: parts.flat(),
  };
};

/** A side without lines is given the line before, as in `@@ -0,0 +1,3 @@`. */
const start = (from: number, to: number): number => (from === to ? from : from + 1);

const hunkLines = (kind: HunkLine["kind"], { texts, terminated }: Lines, from: number, to: number) =>
  texts.slice(from, to).map(
    (text, index): HunkLine => ({
      kind,
      text,
      newline: terminated || from + index < texts.length - 1,
    }),
  );
