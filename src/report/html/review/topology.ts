import type { Meaning } from "../../../diff/comparison.js";
import type { SafeHtml } from "../kit/safe-html.js";
import { html } from "../kit/safe-html.js";
import { drawTopology } from "./topology-drawing.js";
import type { Topology } from "./topology-model.js";
import { topologyOf } from "./topology-model.js";

/** Both fleets beside each other, to one scale; one drawing where nothing of it changes. */
export const topologySection = (meaning: Meaning, names: Sides, id: string): SafeHtml => {
  const [before, after] = [topologyOf(meaning.before), topologyOf(meaning.after)];
  const most = Math.max(largest(before), largest(after));
  const figures =
    JSON.stringify(before) === JSON.stringify(after)
      ? [figure("Before and after", `${names.before} and ${names.after}`, after, `${id}-both`, most)]
      : [
          figure("Before", names.before, before, `${id}-before`, most),
          figure("After", names.after, after, `${id}-after`, most),
        ];
  return html`
<p class="quiet">Proxies send requests through their listeners to the app servers. Each bar is one app server, all on the same scale; the vertical line marks its slots, and demand beyond them is hatched. Health checks are stacked on the requests, in their own shade.</p>
<div class="sides">${figures}</div>`;
};

interface Sides {
  readonly before: string;
  readonly after: string;
}

const figure = (when: string, name: string, topology: Topology, id: string, most: number): SafeHtml => html`
<figure><figcaption><strong>${when}</strong> <span class="quiet">${name}</span></figcaption>${drawTopology(topology, `${when}: the topology of ${name}`, id, most)}</figure>`;

const largest = ({ servers }: Topology): number =>
  Math.max(
    1,
    ...servers.map(({ slots, requests, checks }) => Math.max(slots ?? 0, (requests ?? 0) + checks)),
  );
