import type { Alone, Comparison, Meaning } from "../../diff/comparison.js";
import type { Decision } from "../../diff/decision.js";
import { decide } from "../../diff/decision.js";
import { TAKES } from "../../diff/rollout.js";
import type { WeighedWaiver } from "../../diff/waivers.js";
import type { Finding } from "../../rules/finding.js";
import { disarmLines, visible, visibleLine } from "../../text/terminal.js";
import { showCount } from "../../text/units.js";
import { wrap } from "../../text/wrap.js";
import { formatPlace } from "../../yaml/place.js";
import type { TextOptions } from "../findings/text.js";
import type { Ink, Paint } from "../style.js";
import { painter } from "../style.js";
import {
  commandsByHosts,
  differenceInWords,
  ownersInWords,
  placedInWords,
  sideInWords,
  takesInWords,
  waiverInWords,
  waiverStateInWords,
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
  const { meaning, alone, before, after } = comparison;
  const title = `${visibleLine(before)} -> ${visibleLine(after)}: ${paint(INKS[merge], visibleLine(because))}`;
  const written = pageOf(paint, columns);
  const parts =
    meaning === undefined
      ? alone === undefined
        ? []
        : aloneParts(alone, written)
      : comparison.patch === "" && isSame(meaning)
        ? []
        : meaningParts(meaning, written, paint);
  return [title, ...parts, patchLines(comparison.patch, paint)].filter((part) => part !== "").join("\n\n");
};

/** Where neither a setting, nor a finding, nor what is accepted differs, there is nothing to weigh. */
const isSame = ({ changes, findings, waivers }: Meaning): boolean =>
  [changes, findings.appeared, findings.gone, waivers.appeared, waivers.gone].every(
    (list) => list.length === 0,
  );

/** How the parts of a review are set on a page. */
interface Written {
  readonly section: (title: string, lines: readonly string[]) => string;
  readonly hanging: (text: string, indent: number) => string;
  readonly findings: (list: readonly Finding[]) => readonly string[];
}

const pageOf = (paint: Paint, columns: number): Written => {
  const hanging = (text: string, indent: number) =>
    wrap(visibleLine(text), columns - indent, columns - indent)
      .map((line, index) => (index === 0 ? line : " ".repeat(indent) + line))
      .join("\n");
  return {
    hanging,
    section: (title, lines) => (lines.length === 0 ? "" : `${paint("strong", title)}\n${lines.join("\n")}`),
    findings: (list) =>
      list.map(
        (finding) =>
          `  ${hanging(`${finding.waived ? "waived" : finding.severity} ${finding.rule}: ${finding.message} (${formatPlace(finding.at)})`, 4)}`,
      ),
  };
};

const aloneParts = (alone: Alone, { section, hanging, findings }: Written): string[] => [
  section("new findings", findings(alone.findings.appeared)),
  section("waivers", waiverLines(alone, hanging)),
];

const meaningParts = (meaning: Meaning, { section, hanging, findings }: Written, paint: Paint): string[] => [
  section(
    "changes",
    meaning.changes.map((change) => `  ${hanging(placedInWords(change), 4)}`),
  ),
  section("capacity and failover", consequenceLines(meaning, paint)),
  section("errors under overload", [
    ...meaning.answers.appeared.map(
      ({ status, flags, meaning: says }) => `  now possible    ${hanging(`${status} ${flags}: ${says}`, 18)}`,
    ),
    ...meaning.answers.gone.map(
      ({ status, flags, meaning: says }) => `  no longer       ${hanging(`${status} ${flags}: ${says}`, 18)}`,
    ),
    ...meaning.answers.stayed.map(
      ({ status, flags, meaning: says }) => `  still possible  ${hanging(`${status} ${flags}: ${says}`, 18)}`,
    ),
  ]),
  section("new findings", findings(meaning.findings.appeared)),
  section("resolved findings", findings(meaning.findings.gone)),
  section("remaining findings", findings(meaning.findings.stayed)),
  section("waivers", waiverLines(meaning, hanging)),
  section("rollout", rolloutLines(meaning, hanging)),
];

const consequenceLines = ({ consequences }: Meaning, paint: Paint): readonly string[] => {
  const rows = [
    ["", "before", "after", "difference", "of"],
    ...consequences.map((row) => [
      row.name,
      sideInWords(row, "before"),
      sideInWords(row, "after"),
      differenceInWords(row),
      visibleLine(ownersInWords(row)),
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row, index) => {
    const line = `  ${row.map((cell, column) => padded(cell, column, widths[column])).join("  ")}`.trimEnd();
    return index === 0 ? paint("quiet", line) : line;
  });
};

/** Figures stand flush right, words flush left. */
const padded = (cell: string, column: number, width = 0): string =>
  column === 0 || column === 4 ? cell.padEnd(width) : cell.padStart(width);

const waiverLines = (
  { waivers }: Alone,
  hanging: (text: string, indent: number) => string,
): readonly string[] => {
  const lines = (when: (waiver: WeighedWaiver) => string, list: readonly WeighedWaiver[]) =>
    list.map((waiver) => `  ${hanging(`${when(waiver)}: ${waiverInWords(waiver)}`, 4)}`);
  return [...lines(waiverStateInWords, waivers.appeared), ...lines(() => "removed", waivers.gone)];
};

/** Commands for one group of proxies that are shown; the others are counted. */
const MAX_COMMANDS = 40;

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
      ...commandsByHosts(those).flatMap(({ hosts, commands }) => [
        `    ${hanging(`on ${hosts}:`, 6)}`,
        ...commands.slice(0, MAX_COMMANDS).map((command) => `      ${visibleLine(command)}`),
        ...(commands.length > MAX_COMMANDS
          ? [`      and ${showCount(commands.length - MAX_COMMANDS)} more; --format json has them`]
          : []),
      ]),
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
