import type { Compared } from "../../../diff/comparison.js";
import type { Waiver } from "../../../fleet/fleet.js";
import { visibleLine } from "../../../text/terminal.js";
import type { SafeHtml } from "../kit/safe-html.js";
import { html } from "../kit/safe-html.js";

/** What is accepted, why, and until when. */
export const waiversTable = ({ appeared, gone, stayed }: Compared<Waiver>): SafeHtml => {
  const rows = [
    ...appeared.map((waiver) => row(waiver, "new")),
    ...gone.map((waiver) => row(waiver, "gone")),
    ...stayed.map((waiver) => row(waiver, "still there")),
  ];
  return html`
<table><caption class="unseen">Findings that are accepted</caption>
<thead><tr><th scope="col">Rule</th><th scope="col">State</th><th scope="col">Reason</th><th scope="col">Until</th></tr></thead>
<tbody>${rows}</tbody></table>`;
};

const row = ({ rule, subject, reason, until }: Waiver, state: string): SafeHtml =>
  html`<tr><th scope="row"><code>${rule}</code>${subject === undefined ? "" : html`<span class="where">${visibleLine(subject)}</span>`}</th><td class="short">${state}</td><td>${visibleLine(reason)}</td><td class="short">${until}</td></tr>`;
