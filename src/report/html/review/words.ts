import { diffWordsWithSpace } from "diff";

/** A part of a line, and whether the other line lacks it. */
export interface Part {
  readonly text: string;
  readonly changed: boolean;
}

/** Longer lines are shown as changed in full: a search in them takes its time, and marks would not be read. */
const MAX_LENGTH = 2_000;

/** The words that changed from one line to the other. Each side's parts, put together, are its line. */
export const changedWords = (
  before: string,
  after: string,
): { readonly before: readonly Part[]; readonly after: readonly Part[] } => {
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
const withoutLead = (text: string): readonly Part[] => {
  const lead = /^\s+(?=\S)/.exec(text)?.[0] ?? "";
  return [
    ...(lead === "" ? [] : [{ text: lead, changed: false }]),
    { text: text.slice(lead.length), changed: true },
  ];
};
