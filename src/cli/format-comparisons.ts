import type { CompareOptions, Comparison } from "../diff/comparison.js";
import type { Project } from "../project/project.js";
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
      const { stormSections } = await import("./storm-sections.js");
      const { runtimes } = (await shell.project()).targets;
      const extraSections = storm === undefined ? [] : stormSections(comparisons, storm, runtimes);
      return formatReviewHtml(comparisons, { title: "mmconf review", version: VERSION, extraSections });
    }
  }
};
