import { diffWordsWithSpace } from "diff";
import type { Hunk, HunkLine } from "../../../diff/text/hunks.js";

/** A line of one side, with its number. */
export interface NumberedLine {
  readonly number: number;
  readonly text: string;
  readonly newline: boolean;
}

/** What stands side by side; null where a side has nothing. */
export interface PatchRow {
  /** `paired`: one line, changed. `apart`: lines that have nothing to do with each other. */
  readonly kind: "context" | "paired" | "apart";
  readonly before: NumberedLine | null;
  readonly after: NumberedLine | null;
}

/** Products of removed and added lines beyond which lines are paired in their order. */
const MAX_TRIED = 10_000;
/** Share of words that two lines must have in common to count as one that changed. */
const MIN_ALIKE = 0.4;
/** WordCounts of a line that are looked at. */
const MAX_WORDS = 200;

/** A hunk side by side: each removed line beside the added line that took its place. */
export const rowsOf = ({ oldStart, newStart, lines }: Hunk): readonly PatchRow[] => {
  const rows: PatchRow[] = [];
  let removed: NumberedLine[] = [];
  let added: NumberedLine[] = [];
  let [before, after] = [oldStart, newStart];
  const flush = () => {
    rows.push(...align(removed, added));
    removed = [];
    added = [];
  };
  const numbered = ({ text, newline }: HunkLine, number: number) => ({ number, text, newline });
  for (const line of lines) {
    if (line.kind === "removed") {
      if (added.length > 0) flush();
      removed.push(numbered(line, before++));
    } else if (line.kind === "added") added.push(numbered(line, after++));
    else {
      flush();
      rows.push({ kind: "context", before: numbered(line, before++), after: numbered(line, after++) });
    }
  }
  flush();
  return rows;
};

const align = (removed: readonly NumberedLine[], added: readonly NumberedLine[]): readonly PatchRow[] => {
  const rows: PatchRow[] = [];
  let [oldAt, newAt] = [0, 0];
  const apart = (oldEnd: number, newEnd: number) => {
    for (; oldAt < oldEnd || newAt < newEnd; ) {
      const before = oldAt < oldEnd ? (removed[oldAt++] ?? null) : null;
      const after = newAt < newEnd ? (added[newAt++] ?? null) : null;
      rows.push({ kind: "apart", before, after });
    }
  };
  for (const [old, young] of pairs(removed, added)) {
    apart(old, young);
    rows.push({ kind: "paired", before: removed[oldAt++] ?? null, after: added[newAt++] ?? null });
  }
  apart(removed.length, added.length);
  return rows;
};

/** Indexes of lines that belong together, in order: those that are the most alike in sum. */
const pairs = (
  removed: readonly NumberedLine[],
  added: readonly NumberedLine[],
): readonly (readonly [number, number])[] => {
  const [olds, news] = [removed.map(wordsOf), added.map(wordsOf)];
  if (olds.length * news.length > MAX_TRIED)
    return olds.flatMap((words, index) => {
      const other = news[index];
      return other !== undefined && likeness(words, other) >= MIN_ALIKE ? [[index, index] as const] : [];
    });
  // best[i][j]: the most that lines from i and from j on can be alike.
  const best = Array.from({ length: olds.length + 1 }, () => new Float64Array(news.length + 1));
  const alike = olds.map((old) => news.map((young) => likeness(old, young)));
  const get = (i: number, j: number) => best[i]?.[j] ?? 0;
  const paired = (i: number, j: number) => {
    const likely = alike[i]?.[j] ?? 0;
    return likely >= MIN_ALIKE ? likely + get(i + 1, j + 1) : 0;
  };
  for (let i = olds.length - 1; i >= 0; i--)
    for (let j = news.length - 1; j >= 0; j--) {
      const row = best[i];
      if (row) row[j] = Math.max(get(i + 1, j), get(i, j + 1), paired(i, j));
    }
  const found: (readonly [number, number])[] = [];
  for (let [i, j] = [0, 0]; i < olds.length && j < news.length; ) {
    if (get(i, j) === 0) break;
    if (get(i, j) === paired(i, j)) found.push([i++, j++]);
    else if (get(i, j) === get(i + 1, j)) i++;
    else j++;
  }
  return found;
};

type WordCounts = ReadonlyMap<string, number>;

const wordsOf = ({ text }: NumberedLine): WordCounts => {
  const counts = new Map<string, number>();
  for (const word of text
    .slice(0, 20 * MAX_WORDS)
    .split(/\s+/)
    .slice(0, MAX_WORDS))
    if (word !== "") counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
};

/** WordCounts in common, as a share of both lines' words (Dice); between 0 and 1. */
const likeness = (a: WordCounts, b: WordCounts): number => {
  let [shared, total] = [0, 0];
  for (const [word, count] of a) {
    shared += Math.min(count, b.get(word) ?? 0);
    total += count;
  }
  for (const count of b.values()) total += count;
  return total === 0 ? 0 : (2 * shared) / total;
};

/** A part of a line, and whether the other line lacks it. */
export interface WordPart {
  readonly text: string;
  readonly changed: boolean;
}

/** Longer lines are shown as changed in full: a search in them takes its time, and marks would not be read. */
const MAX_LENGTH = 2_000;

/** The words that changed from one line to the other. Each side's parts, put together, are its line. */
export const changedWords = (
  before: string,
  after: string,
): { readonly before: readonly WordPart[]; readonly after: readonly WordPart[] } => {
  if (before.length > MAX_LENGTH || after.length > MAX_LENGTH)
    return { before: [{ text: before, changed: true }], after: [{ text: after, changed: true }] };
  const changes = diffWordsWithSpace(before, after);
  const side = (other: "added" | "removed", own: "added" | "removed") =>
    changes
      .filter((change) => !change[other])
      .flatMap(({ value, [own]: changed }) => (changed ? withoutLead(value) : [{ text: value, changed }]));
  return { before: side("added", "removed"), after: side("removed", "added") };
};

/** Of blanks and words that changed together, the words are marked. */
const withoutLead = (text: string): readonly WordPart[] => {
  const lead = /^\s+(?=\S)/.exec(text)?.[0] ?? "";
  return [
    ...(lead === "" ? [] : [{ text: lead, changed: false }]),
    { text: text.slice(lead.length), changed: true },
  ];
};
