import type { Meaning } from "../../../diff/comparison.js";
import type { RolloutOrder } from "../../../diff/partial.js";
import { TAKES } from "../../../diff/rollout.js";
import { visibleLine } from "../../../text/terminal.js";
import { showCount } from "../../../text/units.js";
import { formatPlace } from "../../../yaml/place.js";
import { hostsInWords, settingInWords, takesInWords } from "../../review/change-words.js";
import type { SafeHtml } from "../kit/safe-html.js";
import { html, NOTHING } from "../kit/safe-html.js";
import { capital } from "./verdict.js";

type RolledOut = Meaning["changes"][number];

/** Changes of one kind, and commands on one group of proxies, that are shown; a fleet of thousands has a line for each. */
const MAX_CHANGES = 300;
const MAX_COMMANDS = 200;

/** Changes by what it takes to apply them, the least disruptive first. */
export const changesSection = (changes: readonly RolledOut[]): SafeHtml => {
  if (changes.length === 0) return html`<p>No effective setting changes.</p>`;
  return html`${TAKES.map((takes) => ofKind(changes.filter(({ rollout }) => rollout.takes === takes)))}`;
};

const ofKind = (changes: readonly RolledOut[]): SafeHtml => {
  const [first] = changes;
  if (first === undefined) return NOTHING;
  const title = capital(takesInWords(first.rollout));
  const whys = [...new Set(changes.map(({ rollout }) => rollout.why))];
  const left = changes.length - MAX_CHANGES;
  return html`
<h4>${title} <span class="quiet">${showCount(changes.length)}</span></h4>
<table class="changes"><caption class="unseen">${title}</caption>
<thead><tr><th scope="col">Setting</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
<tbody>${changes.slice(0, MAX_CHANGES).map(row)}</tbody></table>
${left > 0 ? html`<p>And ${showCount(left)} more.</p>` : NOTHING}
${whys.map((why) => html`<p class="quiet">${capital(visibleLine(why))}.</p>`)}${commandsOf(changes)}`;
};

const row = (change: RolledOut): SafeHtml => {
  const { before, after, because, at, hosts } = change;
  const place = at.after ?? at.before;
  const where = [
    ...(hosts.length === 0 ? [] : [hostsInWords(change)]),
    ...(place === null ? [] : [formatPlace(place)]),
  ];
  return html`<tr><th scope="row">${visibleLine(settingInWords(change))}<span class="where">${where.join(" · ")}</span></th><td>${value(before)}</td><td>${value(after)}${because === null ? NOTHING : html`<span class="where">${visibleLine(because)}</span>`}</td></tr>`;
};

const value = (text: string | null): SafeHtml =>
  text === null ? html`<span class="quiet">none</span>` : html`<code>${visibleLine(text)}</code>`;

/** Commands of the runtime API, by the proxies that they are for. */
const commandsOf = (changes: readonly RolledOut[]): SafeHtml => {
  const byHosts = new Map<string, string[]>();
  for (const change of changes) {
    if (change.rollout.commands.length === 0) continue;
    const hosts = hostsInWords(change);
    const known = byHosts.get(hosts) ?? [];
    byHosts.set(hosts, known);
    for (const command of change.rollout.commands) known.push(command);
  }
  if (byHosts.size === 0) return NOTHING;
  const total = [...byHosts.values()].reduce((sum, commands) => sum + commands.length, 0);
  return html`
<details><summary>Commands for HAProxy's runtime API <span class="quiet">${showCount(total)}</span></summary>
${[...byHosts].map(([hosts, commands]) => commandBlock(hosts, commands))}</details>`;
};

const commandBlock = (hosts: string, commands: readonly string[]): SafeHtml => {
  const left = commands.length - MAX_COMMANDS;
  return html`<p>On ${hosts}:</p><pre><code>${commands.slice(0, MAX_COMMANDS).join("\n")}</code></pre>${
    left > 0 ? html`<p>And ${showCount(left)} more; mmconf diff --format json has them.</p>` : NOTHING
  }`;
};

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
