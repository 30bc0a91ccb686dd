import type { Comparison, Decision, Meaning } from "../../diff/comparison.js";
import { decide } from "../../diff/comparison.js";
import { TAKES } from "../../diff/rollout.js";
import type { Finding } from "../../rules/finding.js";
import { disarmLines, visible, visibleLine } from "../../text/terminal.js";
import { wrap } from "../../text/wrap.js";
import { formatPlace } from "../../yaml/place.js";
import type { TextOptions } from "../findings/text.js";
import type { Ink, Paint } from "../style.js";
import { painter } from "../style.js";
import {
  changeInWords,
  differenceInWords,
  figureInWords,
  takesInWords,
  waiverInWords,
} from "./change-words.js";

const INKS: Readonly<Record<Decision["merge"], Ink>> = { fine: "good", look: "warning", stop: "error" };

/** A comparison for a terminal: the decision first, then its reasons, then the patch. */
export const formatReviewText = (
  comparisons: readonly Comparison[],
  { color, columns }: TextOptions,
): string => {
  const paint = painter(color);
  if (comparisons.length === 0) return "no environment is affected\n";
  const pages = comparisons.map((comparison) => environmentText(comparison, paint, columns));
  return disarmLines(`${pages.join("\n\n")}\n`);
};

const environmentText = (comparison: Comparison, paint: Paint, columns: number): string => {
  const { merge, because } = decide(comparison);
  const { meaning, before, after } = comparison;
  const title = `${visibleLine(before)} -> ${visibleLine(after)}: ${paint(INKS[merge], visibleLine(because))}`;
  const unchanged = comparison.patch === "" && meaning?.changes.length === 0;
  const parts = meaning === undefined || unchanged ? [] : meaningParts(meaning, paint, columns);
  return [title, ...parts, patchLines(comparison.patch, paint)].filter((part) => part !== "").join("\n\n");
};

const meaningParts = (meaning: Meaning, paint: Paint, columns: number): string[] => {
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? "" : `${paint("strong", title)}\n${lines.join("\n")}`;
  const hanging = (text: string, indent: number) =>
    wrap(visibleLine(text), columns - indent, columns - indent)
      .map((line, index) => (index === 0 ? line : " ".repeat(indent) + line))
      .join("\n");
  const findings = (list: readonly Finding[]) =>
    list.map(
      (finding) =>
        `  ${hanging(`${finding.waived ? "waived" : finding.severity} ${finding.rule}: ${finding.message} (${formatPlace(finding.at)})`, 4)}`,
    );
  return [
    section(
      "changes",
      meaning.changes.map((change) => `  ${hanging(changeInWords(change), 4)}`),
    ),
    section("capacity and failover", consequenceLines(meaning, paint)),
    section("errors under overload", [
      ...meaning.answers.appeared.map(
        ({ status, flags, meaning: says }) =>
          `  now possible    ${hanging(`${status} ${flags}: ${says}`, 18)}`,
      ),
      ...meaning.answers.gone.map(
        ({ status, flags, meaning: says }) =>
          `  no longer       ${hanging(`${status} ${flags}: ${says}`, 18)}`,
      ),
      ...meaning.answers.stayed.map(
        ({ status, flags, meaning: says }) =>
          `  still possible  ${hanging(`${status} ${flags}: ${says}`, 18)}`,
      ),
    ]),
    section("new findings", findings(meaning.findings.appeared)),
    section("resolved findings", findings(meaning.findings.gone)),
    section("remaining findings", findings(meaning.findings.stayed)),
    section("waivers", waiverLines(meaning, hanging)),
    section("rollout", rolloutLines(meaning, hanging)),
  ];
};

const consequenceLines = ({ consequences }: Meaning, paint: Paint): readonly string[] => {
  const rows = [
    ["", "before", "after", "difference"],
    ...consequences.map((row) => [
      row.name,
      figureInWords(row.before, row.unit),
      figureInWords(row.after, row.unit),
      differenceInWords(row),
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row, index) => {
    const line =
      `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  ")}`.trimEnd();
    return index === 0 ? paint("quiet", line) : line;
  });
};

const waiverLines = (
  { waivers }: Meaning,
  hanging: (text: string, indent: number) => string,
): readonly string[] => {
  const lines = (when: string, list: typeof waivers.appeared) =>
    list.map((waiver) => `  ${hanging(`${when}: ${waiverInWords(waiver)}`, 4)}`);
  return [...lines("new", waivers.appeared), ...lines("removed", waivers.gone)];
};

const rolloutLines = (
  { changes, order }: Meaning,
  hanging: (text: string, indent: number) => string,
): readonly string[] => {
  const byTakes = TAKES.flatMap((takes) => {
    const those = changes.filter((change) => change.rollout.takes === takes);
    const whys = [...new Set(those.map((change) => change.rollout.why))];
    const [first] = those;
    if (first === undefined) return [];
    const names = [...new Set(those.map((change) => change.setting))].join(", ");
    return [
      `  ${hanging(`${takesInWords(first.rollout)}: ${names}`, 4)}`,
      ...whys.map((why) => `    ${hanging(why, 4)}`),
    ];
  });
  const warnings = (order?.worseAlone ?? []).map(
    ({ step, finding }) => `  ${hanging(`not alone: ${step}: ${finding.message}`, 4)}`,
  );
  const steps =
    order === undefined || warnings.length === 0
      ? []
      : [
          "  safe order, with no step worse than before or after:",
          ...order.order.map((step, index) => `    ${index + 1}. ${step}`),
          ...order.stuck.map((step) => `    last, together: ${step}`),
        ];
  return [...byTakes, ...warnings, ...steps];
};

const patchLines = (patch: string, paint: Paint): string =>
  patch
    .trimEnd()
    .split("\n")
    .map((line) => {
      const shown = visible(line);
      if (/^(?:diff|---|\+\+\+|index|new file|deleted file|old mode|new mode)/.test(line))
        return paint("strong", shown);
      if (line.startsWith("@@")) return paint("info", shown);
      if (line.startsWith("+")) return paint("good", shown);
      return line.startsWith("-") ? paint("error", shown) : shown;
    })
    .join("\n");
