import type { Meaning } from "../../../diff/comparison.js";
import type { RolloutOrder } from "../../../diff/partial.js";
import { visibleLine } from "../../../text/terminal.js";
import type { SafeHtml } from "../kit/safe-html.js";
import { html, NOTHING } from "../kit/safe-html.js";

/** In which order the parts may be rolled out, and which of them would do harm by themselves. */
export const orderSection = ({ order }: Meaning): SafeHtml => {
  if (order === undefined)
    return html`<p class="quiet">No order is proposed: the change has only one part, or more than can be tried.</p>`;
  return html`${worseAlone(order)}${steps(order)}`;
};

const worseAlone = ({ worseAlone: parts }: RolloutOrder): SafeHtml => {
  if (parts.length === 0) return html`<p>Every part of the change may be rolled out alone.</p>`;
  return html`
<p>${parts.length === 1 ? "This part must not be rolled out alone:" : `None of these ${parts.length} parts may be rolled out alone:`}</p>
<ul class="plain">${parts.map(
    ({ step, finding }) =>
      html`<li class="worse"><code>${step}</code>: ${visibleLine(finding.message)}<span class="where">${visibleLine(finding.why)}</span></li>`,
  )}</ul>`;
};

const steps = ({ order, stuck }: RolloutOrder): SafeHtml => {
  const list = html`<ol class="steps">${order.map((step) => html`<li><code>${step}</code></li>`)}</ol>`;
  const together = html`<ul class="plain">${stuck.map((step) => html`<li><code>${step}</code></li>`)}</ul>`;
  if (stuck.length === 0) return html`<p>Safe order: no step has an error that neither side has.</p>${list}`;
  const all = order.length === 0 ? NOTHING : html`<p>First, one after the other:</p>${list}`;
  return html`${all}<p>${order.length === 0 ? "No part can go first without a new error. Roll these out" : "Then these"}, together:</p>${together}`;
};
