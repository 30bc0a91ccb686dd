import type { Comparison, Meaning } from "../../diff/comparison.js";
import { decide } from "../../diff/comparison.js";
import { TAKES } from "../../diff/rollout.js";
import type { Finding } from "../../rules/finding.js";
import { disarmLines } from "../../text/terminal.js";
import { showCount } from "../../text/units.js";
import { formatPlace } from "../../yaml/place.js";
import { inCode, inFence, inMarkdown } from "../markdown.js";
import {
  changeInWords,
  differenceInWords,
  figureInWords,
  mergeInWords,
  takesInWords,
  waiverInWords,
} from "./change-words.js";

/** A pull-request comment on GitHub may have 65,536 characters; GitLab takes more. Counted in bytes, to be safe. */
const MAX_BYTES = 65_000;

/** A piece of the comment; `name` says what goes missing where there is no room for it. */
interface Piece {
  readonly text: string;
  readonly name?: string;
}

/** Comparisons as a pull-request comment. What does not fit is cut, the longest first, and named. */
export const formatReviewMarkdown = (comparisons: readonly Comparison[]): string => {
  if (comparisons.length === 0) return "## mmconf\n\nNo environment is affected.\n";
  // A comment is printed to a build log on its way.
  return disarmLines(fit(comparisons.flatMap(environmentPieces)));
};

const environmentPieces = (comparison: Comparison): readonly Piece[] => {
  const { environment, before, after, meaning, patch } = comparison;
  const { merge, because } = decide(comparison);
  const title = `## mmconf: ${inMarkdown(environment)}: ${mergeInWords({ merge })}\n\n${inMarkdown(because)} (${inCode(before)} → ${inCode(after)})\n`;
  const name = (what: string) => `${what} of ${environment}`;
  return [
    { text: title },
    ...(meaning ? meaningPieces(meaning, name) : []),
    ...(patch === ""
      ? []
      : [{ name: name("the patch"), text: folded("Patch", inFence(patch.trimEnd(), "diff")) }]),
  ];
};

const meaningPieces = (meaning: Meaning, name: (what: string) => string): readonly Piece[] => {
  const { changes, findings, order } = meaning;
  const pieces: readonly (Piece | undefined)[] = [
    { text: consequenceTable(meaning) },
    answersPiece(meaning),
    findings.appeared.length === 0
      ? undefined
      : {
          name: name("the new findings"),
          text: `**New findings**\n\n${findings.appeared.map(findingItem).join("\n")}\n`,
        },
    order && order.worseAlone.length > 0
      ? { name: name("the parts not to roll out alone"), text: orderText(meaning) }
      : undefined,
    waiversPiece(meaning),
    changes.length === 0
      ? undefined
      : { name: name("the changes"), text: folded(`Changes (${changes.length})`, changesText(meaning)) },
    findings.gone.length === 0
      ? undefined
      : {
          name: name("the resolved findings"),
          text: folded(
            `Resolved findings (${findings.gone.length})`,
            findings.gone.map(findingItem).join("\n"),
          ),
        },
    findings.stayed.length === 0
      ? undefined
      : {
          name: name("the remaining findings"),
          text: folded(
            `Remaining findings (${findings.stayed.length})`,
            findings.stayed.map(findingItem).join("\n"),
          ),
        },
  ];
  return pieces.filter((piece) => piece !== undefined);
};

const consequenceTable = ({ consequences }: Meaning): string => {
  const rows = consequences.map((row) =>
    [
      row.name,
      figureInWords(row.before, row.unit),
      figureInWords(row.after, row.unit),
      differenceInWords(row),
    ]
      .map(inMarkdown)
      .join(" | "),
  );
  return `| | before | after | difference |\n|---|---:|---:|---:|\n${rows.map((row) => `| ${row} |`).join("\n")}\n`;
};

const answersPiece = ({ answers }: Meaning): Piece | undefined => {
  const line = (when: string, list: typeof answers.appeared) =>
    list.map(
      ({ status, flags, meaning }) =>
        `- ${when}: ${status} ${inCode(flags)}, a request that ${inMarkdown(meaning)}`,
    );
  const lines = [...line("now possible", answers.appeared), ...line("no longer possible", answers.gone)];
  return lines.length === 0 ? undefined : { text: `**Errors under overload**\n\n${lines.join("\n")}\n` };
};

const waiversPiece = ({ waivers }: Meaning): Piece | undefined => {
  const lines = (when: string, list: typeof waivers.appeared) =>
    list.map((waiver) => `- ${when}: ${inMarkdown(waiverInWords(waiver))}`);
  const all = [...lines("new", waivers.appeared), ...lines("removed", waivers.gone)];
  return all.length === 0 ? undefined : { text: `**Waivers**\n\n${all.join("\n")}\n` };
};

const findingItem = (finding: Finding): string =>
  `- ${finding.waived ? "waived" : `**${finding.severity}**`} ${inCode(finding.rule)} ${inMarkdown(finding.message)} (${inCode(formatPlace(finding.at))})${finding.waived ? "" : `<br>fix: ${inMarkdown(finding.fix)}`}`;

const changesText = ({ changes }: Meaning): string =>
  TAKES.flatMap((takes) => {
    const those = changes.filter((change) => change.rollout.takes === takes);
    const [first] = those;
    if (first === undefined) return [];
    const commands = those.flatMap((change) => change.rollout.commands);
    return [
      `**${takesInWords(first.rollout)}**`,
      "",
      ...those.map((change) => `- ${inMarkdown(changeInWords(change))}`),
      "",
      ...[...new Set(those.map((change) => change.rollout.why))].map((why) => `${inMarkdown(why)}.\n`),
      ...(commands.length === 0 ? [] : [inFence(commands.join("\n"), ""), ""]),
    ];
  }).join("\n");

const orderText = ({ order }: Meaning): string => {
  if (order === undefined) return "";
  const worse = order.worseAlone.map(
    ({ step, finding }) => `- ${inCode(step)} must not go alone: ${inMarkdown(finding.message)}`,
  );
  const steps = order.order.map((step, index) => `${index + 1}. ${inCode(step)}`);
  const stuck =
    order.stuck.length === 0 ? [] : [`${steps.length + 1}. together: ${order.stuck.map(inCode).join(", ")}`];
  return `**Roll it out in order**\n\n${worse.join("\n")}\n\n${folded("A safe order", [...steps, ...stuck].join("\n"))}`;
};

const folded = (summary: string, body: string): string =>
  `<details><summary>${inMarkdown(summary)}</summary>\n\n${body}\n\n</details>\n`;

/** Leaves out the longest pieces that may go, until the rest has room; what went is named at the end. */
const fit = (pieces: readonly Piece[]): string => {
  const sizes = new Map(pieces.map((piece) => [piece, Buffer.byteLength(piece.text) + 1]));
  const longest = pieces
    .filter((piece) => piece.name !== undefined)
    .toSorted((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0));
  const cut = new Set<Piece>();
  const text = () => {
    const kept = pieces.filter((piece) => !cut.has(piece)).map((piece) => piece.text);
    return [...kept, ...(cut.size === 0 ? [] : [cutNote([...cut])])].join("\n");
  };
  let whole = text();
  while (Buffer.byteLength(whole) > MAX_BYTES) {
    const next = longest.find((piece) => !cut.has(piece));
    if (next === undefined)
      return `${shorten(whole)}\n\nThe rest is cut: a comment is limited to 65,536 characters. mmconf diff shows all of it.\n`;
    cut.add(next);
    whole = text();
  }
  return whole;
};

const MAX_NAMED = 50;

const cutNote = (cut: readonly Piece[]): string => {
  const named = cut
    .slice(0, MAX_NAMED)
    .map(({ name = "", text }) => `${inMarkdown(name)} (${showCount(Buffer.byteLength(text))} bytes)`);
  const more = cut.length > MAX_NAMED ? ` and ${cut.length - MAX_NAMED} more` : "";
  return `Cut, as a comment is limited to 65,536 characters: ${named.join(", ")}${more}. mmconf diff shows all of it.\n`;
};

/** Cuts at a line's end. */
const shorten = (text: string): string => {
  const bytes = Buffer.from(text)
    .subarray(0, MAX_BYTES - 200)
    .toString();
  return bytes.slice(0, bytes.lastIndexOf("\n"));
};
