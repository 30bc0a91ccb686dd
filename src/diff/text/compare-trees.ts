import { findEdits } from "./edits.js";
import { headingFinder } from "./headings.js";
import type { Lines } from "./lines.js";
import { splitLines } from "./lines.js";
import type { Region } from "./middle.js";
import { numberLines } from "./number-lines.js";
import { slideEdits } from "./slide.js";
import type { Mode, Tree } from "./tree.js";

/** What became of one file. */
export interface ChangedFile {
  readonly path: string;
  readonly status: "added" | "removed" | "changed";
  /** Null where there was no file. */
  readonly oldMode: Mode | null;
  /** Null where there is no file any more. */
  readonly newMode: Mode | null;
  /** Undefined where the content is the same on both sides. */
  readonly texts: ChangedTexts | undefined;
}

export interface ChangedTexts {
  readonly before: Lines;
  readonly after: Lines;
  readonly groups: readonly Group[];
}

/** Neighbouring edits; the region is theirs with the lines around them. */
export interface Group {
  readonly edits: readonly Region[];
  readonly region: Region;
  /** The section that the region begins in. */
  readonly heading: string;
}

/** Lines of one side, from `from` up to `to`. */
export interface Stretch {
  readonly kind: "context" | "removed" | "added";
  readonly lines: Lines;
  readonly from: number;
  readonly to: number;
}

export interface PatchOptions {
  /** Unchanged lines shown before and after each change; default 3. */
  readonly context?: number;
}

/** What differs between two trees, by file, in the byte order of paths. Equal files are left out. */
export const compareTrees = (
  a: Tree,
  b: Tree,
  { context = 3 }: PatchOptions = {},
): readonly ChangedFile[] => {
  const paths = [...new Set([...a.keys(), ...b.keys()])];
  const differing = paths.filter((path) => {
    const [before, after] = [a.get(path), b.get(path)];
    return before?.mode !== after?.mode || before?.content !== after?.content;
  });
  return differing.sort(byBytes).map((path): ChangedFile => {
    const [before, after] = [a.get(path), b.get(path)];
    return {
      path,
      status: before === undefined ? "added" : after === undefined ? "removed" : "changed",
      oldMode: before?.mode ?? null,
      newMode: after?.mode ?? null,
      texts:
        before?.content === after?.content
          ? undefined
          : compareTexts(before?.content ?? "", after?.content ?? "", context),
    };
  });
};

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const compareTexts = (oldText: string, newText: string, context: number): ChangedTexts => {
  const before = splitLines(oldText);
  const after = splitLines(newText);
  const numbered = numberLines(before, after);
  const edits = slideEdits(
    findEdits(numbered),
    { numbers: numbered.oldLines, lines: before },
    { numbers: numbered.newLines, lines: after },
  );
  return { before, after, groups: groupEdits(edits, before, context) };
};

/** Edits whose context would touch or overlap share a group. */
const groupEdits = (edits: readonly Region[], before: Lines, context: number): readonly Group[] => {
  const headingOf = headingFinder(before);
  const groups: Group[] = [];
  let from = 0;
  for (const [at, edit] of edits.entries()) {
    const next = edits[at + 1];
    if (next !== undefined && next.oldStart - edit.oldEnd <= 2 * context) continue;
    const first = edits[from] ?? edit;
    const oldStart = Math.max(0, first.oldStart - context);
    const oldEnd = Math.min(before.count, edit.oldEnd + context);
    groups.push({
      edits: edits.slice(from, at + 1),
      region: {
        oldStart,
        oldEnd,
        newStart: oldStart + first.newStart - first.oldStart,
        newEnd: oldEnd + edit.newEnd - edit.oldEnd,
      },
      heading: headingOf(oldStart + 1),
    });
    from = at + 1;
  }
  return groups;
};

/** A group as it reads, from its first line to its last; stretches may be empty. */
export const stretchesOf = (
  { edits, region }: Group,
  { before, after }: ChangedTexts,
): readonly Stretch[] => {
  let at = region.oldStart;
  const stretches = edits.flatMap(({ oldStart, oldEnd, newStart, newEnd }): Stretch[] => {
    const from = at;
    at = oldEnd;
    return [
      { kind: "context", lines: before, from, to: oldStart },
      { kind: "removed", lines: before, from: oldStart, to: oldEnd },
      { kind: "added", lines: after, from: newStart, to: newEnd },
    ];
  });
  return [...stretches, { kind: "context", lines: before, from: at, to: region.oldEnd }];
};

/** How many lines a side of a hunk has, and its first as patches count them: from 1, the line before where it has none. */
export const rangeOf = (from: number, to: number): { readonly start: number; readonly lines: number } => ({
  start: from === to ? from : from + 1,
  lines: to - from,
});
