import type { CompareOptions, Comparison } from "../diff/comparison.js";
import type { Project } from "../project/project.js";
import type { ExtraSection } from "../report/html/review/environment.js";
import type { SimulatedRuntime } from "../simulate/runtime.js";
import { VERSION } from "../text/version.js";
import { checkStorm, checkToday } from "./check-options.js";
import type { Shell } from "./shell.js";

export type ComparisonFormat = "text" | "json" | "markdown" | "html";

/** What a comparison is made with: the project's rules and sections, and the day given or today. */
export const compareOptions = (
  shell: Shell,
  project: Project,
  today: string | undefined,
): CompareOptions => ({
  today: checkToday(today) ?? shell.today(),
  rules: project.rules,
  targets: project.targets,
});

export const formatComparisons = async (
  comparisons: readonly Comparison[],
  format: ComparisonFormat,
  shell: Shell,
  storm?: string,
): Promise<string> => {
  checkStorm(storm, format);
  switch (format) {
    case "text": {
      const { formatReviewText } = await import("../report/review/review-text.js");
      return formatReviewText(comparisons, { color: shell.color("stdout"), columns: shell.columns });
    }
    case "json": {
      const { formatReviewJson } = await import("../report/review/review-json.js");
      return formatReviewJson(comparisons, VERSION);
    }
    case "markdown": {
      const { formatReviewMarkdown } = await import("../report/review/review-markdown.js");
      return formatReviewMarkdown(comparisons);
    }
    case "html": {
      const { formatReviewHtml } = await import("../report/html/review/page.js");
      const { runtimes } = (await shell.project()).targets;
      const extraSections = storm === undefined ? [] : await stormSections(comparisons, storm, runtimes);
      return formatReviewHtml(comparisons, { title: "mmconf review", version: VERSION, extraSections });
    }
  }
};

/** A storm before and after each change; both sides are given the same requests. */
const stormSections = async (
  comparisons: readonly Comparison[],
  storm: string,
  runtimes: readonly SimulatedRuntime[],
): Promise<readonly ExtraSection[]> => {
  const { stormInReview, unknownStorm } = await import("../report/html/storm/storm-page.js");
  const { simulate } = await import("../simulate/simulate.js");
  return comparisons.flatMap(({ environment, before, after, meaning }, index): ExtraSection[] => {
    if (meaning === undefined) return [];
    const old = simulate(meaning.before, { storm }, runtimes);
    const fresh = simulate(meaning.after, { storm }, runtimes);
    if (!old.ok) return [unknownStorm(environment, storm, `${before}: ${old.reason}`)];
    if (!fresh.ok) return [unknownStorm(environment, storm, `${after}: ${fresh.reason}`)];
    const sides = [
      { name: `before: ${before}`, prediction: old.prediction },
      { name: `after: ${after}`, prediction: fresh.prediction },
    ];
    return [stormInReview(environment, storm, sides, index + 1)];
  });
};
