import type { Delta } from "../../../diff/comparison.js";
import type { Consequence } from "../../../diff/consequences.js";
import type { FailedAnswer } from "../../../diff/flags.js";
import { differenceInWords, figureInWords } from "../../review/change-words.js";
import type { SafeHtml } from "../kit/safe-html.js";
import { html } from "../kit/safe-html.js";
import { capital } from "./verdict.js";

/** Every figure before and after; those that do not change are muted. */
export const consequencesTable = (consequences: readonly Consequence[]): SafeHtml => html`
<table class="figures"><caption class="unseen">Capacity and failover</caption>
<thead><tr><th scope="col">Figure</th><th scope="col">Before</th><th scope="col">After</th><th scope="col">Difference</th></tr></thead>
<tbody>${consequences.map(figureRow)}</tbody></table>`;

const figureRow = (consequence: Consequence): SafeHtml => {
  const { name, unit, before, after } = consequence;
  const same = before === after;
  return html`<tr class="${same ? "same" : ""}"><th scope="row">${capital(name)}</th><td>${figureInWords(before, unit)}</td><td>${figureInWords(after, unit)}</td><td>${same ? "same" : difference(consequence)}</td></tr>`;
};

/** A side without a number can't be subtracted: what became of the figure is said instead. */
const difference = (consequence: Consequence): string => {
  const { before, after, unit } = consequence;
  if (typeof before === "number" && typeof after === "number") return differenceInWords(consequence);
  if (before === undefined) return "newly known";
  if (after === undefined) return "no longer known";
  if (unit === "slots") return "changed";
  return before === null ? "now limited" : "no longer limited";
};

/** The errors that overload may cause: those that become possible first. */
export const answersTable = ({ appeared, gone, stayed }: Delta<FailedAnswer>): SafeHtml => {
  const rows = [
    ...appeared.map((answer) => answerRow(answer, "now possible", "bad")),
    ...gone.map((answer) => answerRow(answer, "no longer possible", "good")),
    ...stayed.map((answer) => answerRow(answer, "still possible", "quiet")),
  ];
  if (rows.length === 0) return html`<p>Overload causes no errors, before or after.</p>`;
  return html`
<table><caption class="unseen">Errors that overload may cause</caption>
<thead><tr><th scope="col">Error</th><th scope="col">With the change</th><th scope="col">Cause: the request</th></tr></thead>
<tbody>${rows}</tbody></table>`;
};

const answerRow = ({ flags, status, meaning }: FailedAnswer, what: string, ink: string): SafeHtml =>
  html`<tr><th class="short" scope="row">${status} <code>${flags}</code></th><td class="${ink} short">${what}</td><td>${meaning}</td></tr>`;
