import { foldHosts } from "../../../text/fold-hosts.js";
import type { SafeHtml } from "../kit/safe-html.js";
import { html, NOTHING } from "../kit/safe-html.js";
import type { StormSide } from "./storm-scale.js";

/** One small drawing of one host, or of several that fare alike. */
export interface HostCell {
  readonly hosts: readonly string[];
  /** What stands beside the name. */
  readonly note: string;
  /** What is highest in it, in parts of the height. */
  readonly most: number;
  readonly draw: () => SafeHtml;
}

/** The drawings of one side's hosts. */
export interface Cells {
  readonly side: StormSide;
  readonly cells: readonly HostCell[];
}

/** Less than a pixel is nothing to see. */
const MIN_SHARE = 0.02;

/** Drawings that are looked at one by one; the rest is folded away. */
const MAX_OPEN = 12;

/** Small drawings beside each other, once for each side: in the hosts' own order, the fullest unfolded. */
export const drawCells = (all: readonly Cells[]): SafeHtml => html`
<div class="sides">${all.map(({ side, cells }) => {
  const busy = cells.filter(({ most }) => most >= MIN_SHARE);
  const open = fullest(busy);
  const rest = busy.filter((cell) => !open.includes(cell));
  return html`
<div role="group" aria-label="${side.name}"><p class="side"><strong>${side.name}</strong></p>${grid(open)}
${rest.length === 0 ? NOTHING : html`<details><summary>${rest.length} more, none of them higher</summary>${grid(rest)}</details>`}
${idle(cells.filter(({ most }) => most < MIN_SHARE))}</div>`;
})}</div>`;

const fullest = (cells: readonly HostCell[]): readonly HostCell[] => {
  const kept = new Set(cells.toSorted((a, b) => b.most - a.most).slice(0, MAX_OPEN));
  return cells.filter((cell) => kept.has(cell));
};

const grid = (cells: readonly HostCell[]): SafeHtml =>
  cells.length === 0
    ? NOTHING
    : html`<div class="cells">${cells.map(
        ({ hosts, note, draw }) =>
          html`<figure class="host"><figcaption><strong>${foldHosts(hosts, 3)}</strong> <span class="quiet">${note}</span></figcaption>${draw()}</figure>`,
      )}</div>`;

/** Hosts with nothing to draw; those of which the same is to be said share a line. */
const idle = (cells: readonly HostCell[]): SafeHtml => {
  if (cells.length === 0) return NOTHING;
  const alike = new Map<string, readonly string[]>();
  for (const { note, hosts } of cells) alike.set(note, [...(alike.get(note) ?? []), ...hosts]);
  return html`<p class="quiet">Little or no load:</p><ul class="plain quiet">${[...alike].map(([note, hosts]) => html`<li>${foldHosts(hosts, 6)}: ${note}</li>`)}</ul>`;
};
