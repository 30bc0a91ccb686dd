import type { Delta } from "../../../diff/comparison.js";
import type { WeighedWaiver } from "../../../diff/waivers.js";
import type { Finding } from "../../../rules/finding.js";
import { visibleLine } from "../../../text/terminal.js";
import { showCount } from "../../../text/units.js";
import { formatPlace } from "../../../yaml/place.js";
import { inReadingOrder, whyWithHosts } from "../../findings/report.js";
import { waiverStateInWords } from "../../review/change-words.js";
import type { SafeHtml } from "../kit/safe-html.js";
import { html, NOTHING } from "../kit/safe-html.js";
import { countsInWords } from "./verdict.js";

/** Findings of one kind that are shown in full. */
const MAX_FINDINGS = 300;

/** New findings first and in the open; those that went and those that stay can be unfolded. */
export const findingsSection = ({ appeared, gone, stayed }: Delta<Finding>): SafeHtml => html`
${appeared.length === 0 ? html`<p>No new findings.</p>` : html`<h4>New <span class="quiet">${countsInWords(appeared)}</span></h4>${list(appeared, inFull)}`}
${folded("Resolved", gone, inShort)}${folded("Remaining", stayed, inFull)}`;

type Item = (finding: Finding) => SafeHtml;

const folded = (title: string, findings: readonly Finding[], item: Item): SafeHtml =>
  findings.length === 0
    ? NOTHING
    : html`<details><summary>${title} <span class="quiet">${countsInWords(findings)}</span></summary>${list(findings, item)}</details>`;

const list = (findings: readonly Finding[], item: Item): SafeHtml => {
  const sorted = inReadingOrder({ environments: [], findings, sources: new Map(), rules: [] });
  const left = findings.length - MAX_FINDINGS;
  return html`<ul class="findings">${sorted.slice(0, MAX_FINDINGS).map(item)}</ul>${
    left > 0 ? html`<p>And ${showCount(left)} more; mmconf validate lists them all.</p>` : NOTHING
  }`;
};

const inFull = (finding: Finding): SafeHtml => {
  const { rule, severity, message, at, fix, waived } = finding;
  const said: readonly (readonly [string, string])[] = [
    ["why", whyWithHosts(finding)],
    ...(waived === null
      ? [["fix", fix] as const]
      : [["waived", `until ${waived.until}: ${waived.reason}`] as const]),
  ];
  const kind = waived === null ? severity : "waived";
  return html`
<li class="finding ${kind}"><p><span class="badge ${kind}">${kind}</span> <code>${rule}</code> ${visibleLine(message)}</p>
<dl>${said.filter(([, text]) => text !== "").map(([name, text]) => html`<div><dt>${name}</dt><dd>${visibleLine(text)}</dd></div>`)}<div><dt>at</dt><dd><code>${formatPlace(at)}</code></dd></div></dl></li>`;
};

/** What is gone needs no fix. */
const inShort = ({ rule, severity, message, waived }: Finding): SafeHtml =>
  html`<li class="finding"><p><span class="badge waived">${waived === null ? severity : "waived"}</span> <code>${rule}</code> ${visibleLine(message)}</p></li>`;

/** What is accepted, why, and until when. */
export const waiversTable = ({ appeared, gone, stayed }: Delta<WeighedWaiver>): SafeHtml => {
  const rows = [
    ...appeared.map((waiver) => row(waiver, waiverStateInWords(waiver))),
    ...gone.map((waiver) => row(waiver, "gone")),
    ...stayed.map((waiver) => row(waiver, "still there")),
  ];
  return html`
<table><caption class="unseen">Findings that are accepted</caption>
<thead><tr><th scope="col">Rule</th><th scope="col">State</th><th scope="col">Accepts</th><th scope="col">Reason</th><th scope="col">Until</th></tr></thead>
<tbody>${rows}</tbody></table>`;
};

const row = ({ rule, subject, accepts, reason, until }: WeighedWaiver, state: string): SafeHtml =>
  html`<tr><th scope="row"><code>${rule}</code>${subject === undefined ? "" : html`<span class="where">${visibleLine(subject)}</span>`}</th><td>${state}</td><td>${accepts ?? "nothing"}</td><td>${visibleLine(reason)}</td><td class="short">${until}</td></tr>`;
