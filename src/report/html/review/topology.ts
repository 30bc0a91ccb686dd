import type { Meaning } from "../../../diff/comparison.js";
import { foldHosts } from "../../../text/fold-hosts.js";
import { showCount, showPercent, showSeconds } from "../../../text/units.js";
import type { SafeHtml } from "../kit/safe-html.js";
import { html, NOTHING } from "../kit/safe-html.js";
import { countInWords, ROW_HEIGHT, roomInWords, serverRow } from "./topology-bars.js";
import { BOX, boxes, crop, drawBox, MAX_BOXES, WIDTH } from "./topology-boxes.js";
import { edges, ROWS_LEFT, rails } from "./topology-lines.js";
import type { ListenerTier, ProxyTier, ServerTier, Topology } from "./topology-model.js";
import { slotsLeft, topologyOf } from "./topology-model.js";

/** Rows below each other that are still read; the rest is counted. */
const MAX_ROWS = 6;

/** A fleet as one drawing: proxies, below them their listeners, and at the end of the lines the app servers. */
const drawTopology = (topology: Topology, title: string, id: string, most: number): SafeHtml => {
  const proxies = boxes(topology.proxies.map(proxyLines), "kinds of proxies");
  const listeners = boxes(topology.listeners.map(listenerLines), "listeners");
  const listenersTop = BOX + 30;
  const railsTop = listenersTop + (listeners.length === 0 ? 0 : BOX + 5 * listeners.length);
  const rowsTop = railsTop + (topology.others.length === 0 ? 16 : 34);
  const { rows, hidden } = shownRows(topology.servers);
  const height = rowsTop + rows.length * ROW_HEIGHT + (hidden === "" ? 0 : 18);
  return html`
<svg class="topology" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${title}</title>
<desc id="${id}-desc">${describe(topology)}</desc>
<defs><pattern id="${id}-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch-ground" width="5" height="5"/><path class="hatch" d="M1 0V5"/></pattern></defs>
${edges(topology, proxies, listeners, listenersTop)}
${proxies.map((box) => drawBox(box, 0))}${listeners.map((box) => drawBox(box, listenersTop))}
${topology.others.length === 0 ? NOTHING : html`<text class="quiet" x="${ROWS_LEFT}" y="${railsTop + 12}">${crop(`listeners that take no slots: ${topology.others.join(", ")}`, 56)}</text>`}
${rails(rows, listeners, listenersTop + BOX, rowsTop)}
${rows.map((tier, index) => serverRow(tier, { x: ROWS_LEFT, y: rowsTop + index * ROW_HEIGHT, width: WIDTH - ROWS_LEFT }, { most, hatch: `${id}-hatch` }))}
${hidden === "" ? NOTHING : html`<text class="quiet" x="${ROWS_LEFT}" y="${height - 6}">${hidden}</text>`}
</svg>`;
};

const proxyLines = ({ hosts, traffic }: ProxyTier, index: number) => ({
  key: String(index),
  lines: [
    foldHosts(hosts),
    hosts.length === 1 ? "1 proxy" : `${showCount(hosts.length)} proxies`,
    `${showPercent(traffic)} of requests`,
  ],
});

const listenerLines = ({ name, maxconns, queues }: ListenerTier) => ({
  key: name,
  lines: [
    name,
    `maxconn ${listed(maxconns, "unset", String)}`,
    `queue ${listed(queues, "without limit", (time) => `up to ${showSeconds(time)}`)}`,
  ],
});

/** `11 or 37`; with many values, the least and the largest. */
const listed = (
  values: readonly (number | null)[],
  none: string,
  show: (value: number) => string,
): string => {
  const words = values
    .toSorted((a, b) => (a ?? Number.POSITIVE_INFINITY) - (b ?? Number.POSITIVE_INFINITY))
    .map((value) => (value === null ? none : show(value)));
  return words.length <= 2 ? words.join(" or ") : `${words[0]} to ${words.at(-1)}`;
};

/** All rows, or those with the fewest slots left and how many are not drawn. */
const shownRows = (tiers: readonly ServerTier[]) => {
  if (tiers.length <= MAX_ROWS) return { rows: tiers, hidden: "" };
  const tightest = new Set(tiers.toSorted((a, b) => room(a) - room(b)).slice(0, MAX_ROWS));
  const others = tiers.filter((tier) => !tightest.has(tier));
  const hosts = others.reduce((sum, tier) => sum + tier.hosts.length, 0);
  return {
    rows: tiers.filter((tier) => tightest.has(tier)),
    hidden: `${showCount(others.length)} more kinds (${showCount(hosts)} hosts), none with fewer slots left`,
  };
};

const room = (tier: ServerTier): number => {
  if (tier.slots === null || tier.listeners.length === 0) return Number.POSITIVE_INFINITY;
  return slotsLeft(tier) ?? Number.NEGATIVE_INFINITY;
};

/** The drawing in sentences, for those who do not see it. */
const describe = (topology: Topology): string =>
  [
    ...topology.proxies
      .map(proxyLines)
      .slice(0, 2 * MAX_BOXES)
      .map(({ lines }) => `${lines.join(", ")}.`),
    ...topology.listeners
      .map(listenerLines)
      .slice(0, 2 * MAX_BOXES)
      .map(({ lines }) => `Listener ${lines.join(", ")}.`),
    ...shownRows(topology.servers).rows.map(
      (tier) =>
        `${foldHosts(tier.hosts)}, ${countInWords(tier)}${tier.slots === null ? "" : `, ${showCount(tier.slots)} slots each`}: ${roomInWords(tier)}.`,
    ),
  ].join(" ");

/** Both fleets beside each other, to one scale; one drawing where nothing of it changes. */
export const topologySection = (meaning: Meaning, names: Sides, id: string): SafeHtml => {
  const [before, after] = [topologyOf(meaning.before), topologyOf(meaning.after)];
  const most = Math.max(largest(before), largest(after));
  const figures =
    JSON.stringify(before) === JSON.stringify(after)
      ? [
          figure(
            { when: "Before and after", name: `${names.before} and ${names.after}`, id: `${id}-both` },
            after,
            most,
          ),
        ]
      : [
          figure({ when: "Before", name: names.before, id: `${id}-before` }, before, most),
          figure({ when: "After", name: names.after, id: `${id}-after` }, after, most),
        ];
  return html`
<p class="quiet">Proxies send requests through their listeners to the app servers. Each bar is one app server, all on the same scale; the vertical line marks its slots, and demand beyond them is hatched. Health checks are stacked on the requests, in their own shade.</p>
<div class="sides">${figures}</div>`;
};

interface Sides {
  readonly before: string;
  readonly after: string;
}

interface Caption {
  readonly when: string;
  readonly name: string;
  readonly id: string;
}

const figure = ({ when, name, id }: Caption, topology: Topology, most: number): SafeHtml => html`
<figure><figcaption><strong>${when}</strong> <span class="quiet">${name}</span></figcaption>${drawTopology(topology, `${when}: the topology of ${name}`, id, most)}</figure>`;

const largest = ({ servers }: Topology): number =>
  Math.max(
    1,
    ...servers.map(({ slots, requests, checks }) => Math.max(slots ?? 0, (requests ?? 0) + checks)),
  );
