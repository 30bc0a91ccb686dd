import type { Comparison, Meaning } from "../../../diff/comparison.js";
import { visibleLine } from "../../../text/terminal.js";
import type { PagePart } from "../kit/frame.js";
import type { SafeHtml } from "../kit/safe-html.js";
import { html, NOTHING } from "../kit/safe-html.js";
import { changesSection, orderSection } from "./changes.js";
import { answersTable, consequencesTable } from "./consequences.js";
import { findingsSection, waiversTable } from "./findings.js";
import { patchSection } from "./patch.js";
import { topologySection } from "./topology.js";
import { verdictBox } from "./verdict.js";

/** A section that is not made here, such as the curves of a storm. */
export interface ExtraSection {
  /** The environment that it is about; without one it comes at the end of the page. */
  readonly environment?: string;
  readonly title: string;
  readonly body: SafeHtml;
}

/** The parts of one environment, in the order in which a reviewer asks for them. */
export const partsOf = (
  comparison: Comparison,
  id: string,
  extra: readonly ExtraSection[],
): readonly PagePart[] => {
  const { meaning, files } = comparison;
  return [
    ...(meaning === undefined ? [] : meaningParts(comparison, meaning, id)),
    ...extra.map(({ title, body }, index) => ({ id: `${id}.extra-${index + 1}`, title, body })),
    { id: `${id}.patch`, title: "Patch", body: patchSection(files) },
  ];
};

const meaningParts = (
  { before, after, patch }: Comparison,
  meaning: Meaning,
  id: string,
): readonly PagePart[] => {
  const { findings, waivers } = meaning;
  const accepted = waivers.appeared.length + waivers.gone.length + waivers.stayed.length;
  const part = (name: string, title: string, body: SafeHtml): PagePart => ({
    id: `${id}.${name}`,
    title,
    body,
  });
  // Of an environment in which nothing changes there is nothing to weigh.
  const differing = [meaning.changes, findings.appeared, findings.gone, waivers.appeared, waivers.gone];
  if (patch === "" && differing.every((list) => list.length === 0))
    return [part("findings", "Findings", findingsSection(findings))];
  return [
    part("topology", "Topology", topologySection(meaning, { before, after }, `${id}.drawing`)),
    part("consequences", "Consequences", consequencesTable(meaning.consequences)),
    part("answers", "Errors under overload", answersTable(meaning.answers)),
    part("changes", "Changes by rollout", changesSection(meaning.changes)),
    ...(meaning.changes.length === 0 ? [] : [part("order", "Order of rollout", orderSection(meaning))]),
    part("findings", "Findings", findingsSection(findings)),
    ...(accepted === 0 ? [] : [part("waivers", "Waivers", waiversTable(waivers))]),
  ];
};

/** All that there is to say of one environment. */
export const environmentSection = (
  comparison: Comparison,
  id: string,
  parts: readonly PagePart[],
): SafeHtml => {
  const { environment, before, after, meaning } = comparison;
  const description = meaning?.after.description ?? "";
  return html`
<section class="environment" aria-labelledby="${id}">
<h2 id="${id}">${environment}</h2>
<p class="sub"><code>${before}</code> to <code>${after}</code>${description === "" ? NOTHING : html`: ${visibleLine(description)}`}</p>
${verdictBox(comparison)}
${parts.map(partSection)}
</section>`;
};

const partSection = ({ id, title, body }: PagePart): SafeHtml =>
  html`<div class="part"><h3 id="${id}">${title}</h3>${body}</div>`;
