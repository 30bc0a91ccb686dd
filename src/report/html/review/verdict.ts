import type { Comparison } from "../../../diff/comparison.js";
import { decide } from "../../../diff/decision.js";
import { TAKES } from "../../../diff/rollout.js";
import type { Finding } from "../../../rules/finding.js";
import { SEVERITIES } from "../../../rules/finding.js";
import { visibleLine } from "../../../text/terminal.js";
import { showCount } from "../../../text/units.js";
import { summarize } from "../../findings/report.js";
import { mergeInWords, takesInWords } from "../../review/change-words.js";
import type { SafeHtml } from "../kit/safe-html.js";
import { html, NOTHING } from "../kit/safe-html.js";

/** Whether the change may be merged, why, and the counts that one looks at first. */
export const verdictBox = (comparison: Comparison): SafeHtml => {
  const decision = decide(comparison);
  return html`
<div class="verdict ${decision.merge}">
<p class="decision"><strong>${capital(mergeInWords(decision))}</strong> ${capital(visibleLine(decision.because))}.</p>
${facts(comparison)}
</div>`;
};

const facts = ({ meaning, alone, files }: Comparison): SafeHtml => {
  const rows: readonly (readonly [string, string])[] = [
    ...(meaning === undefined
      ? []
      : [
          ["New findings", countsInWords(meaning.findings.appeared)] as const,
          ["Gone", countsInWords(meaning.findings.gone)] as const,
          ["Still there", countsInWords(meaning.findings.stayed)] as const,
          ["Rollout", rolloutInWords(meaning.changes.map(({ rollout }) => rollout))] as const,
        ]),
    ...(alone === undefined ? [] : [["New findings", countsInWords(alone.findings.appeared)] as const]),
    ["Files", files.length === 0 ? "none changes" : `${showCount(files.length)} changed`],
  ];
  return html`<dl class="facts">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
};

const rolloutInWords = (rollouts: readonly Parameters<typeof takesInWords>[0][]): string => {
  const taken = TAKES.filter((takes) => takes !== "nothing" && rollouts.some((each) => each.takes === takes));
  return taken.length === 0
    ? takesInWords({ takes: "nothing" })
    : taken.map((takes) => takesInWords({ takes })).join("; ");
};

/** `3 warnings, 1 waived`; "none" where there are none. */
export const countsInWords = (findings: readonly Finding[]): string => {
  const counts = summarize(findings);
  const words = SEVERITIES.filter((severity) => counts[severity] > 0).map(
    (severity) =>
      `${counts[severity]} ${severity}${severity === "info" || counts[severity] === 1 ? "" : "s"}`,
  );
  return [...words, ...(counts.waived > 0 ? [`${counts.waived} waived`] : [])].join(", ") || "none";
};

/** A sentence begins with a capital, unless it begins with a name such as `mirrorlist_server`. */
export const capital = (text: string): string =>
  /^[a-z]+(?:[ ,'.]|$)/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;

/** The decisions on several environments, each with a link to all that is said of it. */
export const overview = (
  rows: readonly { readonly comparison: Comparison; readonly id: string }[],
): SafeHtml => {
  if (rows.length < 2) return NOTHING;
  const row = ({ comparison, id }: (typeof rows)[number]) => {
    const decision = decide(comparison);
    return html`<tr><th scope="row"><a href="#${id}">${comparison.environment}</a></th><td><span class="badge ${decision.merge}">${mergeInWords(decision)}</span></td><td>${visibleLine(decision.because)}</td></tr>`;
  };
  return html`
<table class="overview"><caption class="unseen">The decision on each environment</caption><thead><tr><th scope="col">Environment</th><th scope="col">Decision</th><th scope="col">Because</th></tr></thead><tbody>${rows.map(row)}</tbody></table>`;
};
