import type { Compared } from "../../../diff/comparison.js";
import type { FailedAnswer } from "../../../diff/flags.js";
import type { SafeHtml } from "../kit/safe-html.js";
import { html } from "../kit/safe-html.js";

/** The errors that overload may cause: those that become possible first. */
export const answersTable = ({ appeared, gone, stayed }: Compared<FailedAnswer>): SafeHtml => {
  const rows = [
    ...appeared.map((answer) => row(answer, "now possible", "bad")),
    ...gone.map((answer) => row(answer, "no longer possible", "good")),
    ...stayed.map((answer) => row(answer, "still possible", "quiet")),
  ];
  if (rows.length === 0) return html`<p>Overload causes no errors, before or after.</p>`;
  return html`
<table><caption class="unseen">Errors that overload may cause</caption>
<thead><tr><th scope="col">Error</th><th scope="col">With the change</th><th scope="col">Cause: the request</th></tr></thead>
<tbody>${rows}</tbody></table>`;
};

const row = ({ flags, status, meaning }: FailedAnswer, what: string, ink: string): SafeHtml =>
  html`<tr><th class="short" scope="row">${status} <code>${flags}</code></th><td class="${ink} short">${what}</td><td>${meaning}</td></tr>`;
