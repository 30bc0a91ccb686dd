import type { Comparison } from "../../../src/diff/comparison.js";
import { formatReviewHtml } from "../../../src/report/html/review/page.js";
import { compareEnvironments } from "./comparisons.js";
import type { Element } from "./dom.js";
import { parsePage, textIn, withClass, withTag } from "./dom.js";

/** The project's own story: the patch of that day, and what mmconf proposes in its place. */
export const toProd = compareEnvironments("before", "prod");
export const toTuned = compareEnvironments("prod", "tuned");

export const write = (...comparisons: readonly Comparison[]): string =>
  formatReviewHtml(comparisons, { title: "Review of a change", version: "1.0.0" });

export const read = (...comparisons: readonly Comparison[]) => parsePage(write(...comparisons)).document;

/** The text of the part with this heading. */
export const part = (comparison: Comparison, title: string): string => {
  const found = withClass(read(comparison), "part").find((each) =>
    withTag(each, "h3").some((heading) => textIn(heading) === title),
  );
  return found === undefined ? "" : textIn(found);
};

/** The rows of a table, their cells one after the other. */
export const rows = (element: Element): string[] =>
  withTag(element, "tr").map((row) => withTag(row, "th", "td").map(textIn).join(" | "));
