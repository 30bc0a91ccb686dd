import type { SafeHtml } from "../kit/safe-html.js";
import { html } from "../kit/safe-html.js";
import { ROW_HEIGHT } from "./topology-bars.js";
import type { Box } from "./topology-boxes.js";
import { BOX, MAX_BOXES } from "./topology-boxes.js";
import type { ServerTier, Topology } from "./topology-model.js";

/** Where the app servers' rows begin: the lines that lead to them run on their left. */
export const ROWS_LEFT = 46;

/** From each kind of proxy to the listeners that it has. */
export const edges = (
  topology: Topology,
  proxies: readonly Box[],
  listeners: readonly Box[],
  to: number,
): readonly SafeHtml[] =>
  proxies.flatMap((proxy) =>
    listeners
      .filter((listener) => hasListener(topology, proxy, listener))
      .map((listener) => {
        const [from, end] = [proxy.x + proxy.width / 2, listener.x + listener.width / 2];
        return html`<path class="line" d="M${from} ${BOX}L${end} ${to - 5}"/>${arrowDown(end, to)}`;
      }),
  );

/** Of what is not drawn one by one, a line is drawn where any of it has one. */
const hasListener = ({ proxies, listeners }: Topology, proxy: Box, listener: Box): boolean => {
  const from = proxy.folded ? proxies.slice(MAX_BOXES - 1) : [proxies[Number(proxy.key)]];
  const to = listener.folded ? listeners.slice(MAX_BOXES - 1).map(({ name }) => name) : [listener.key];
  return from.some((tier) => tier?.listeners.some((name) => to.includes(name)));
};

const arrowDown = (x: number, y: number): SafeHtml =>
  html`<path class="arrow" d="M${x - 4} ${y - 7}h8l-4 7z"/>`;

/** From each listener a line of its own down the left side, with an arrow to every row that it sends requests to. */
export const rails = (
  rows: readonly ServerTier[],
  listeners: readonly Box[],
  from: number,
  rowsTop: number,
): readonly SafeHtml[] =>
  listeners
    .filter(({ folded }) => !folded)
    .flatMap(({ key, x }, index) => {
      const rail = 10 + index * 10;
      const targets = rows.flatMap((tier, row) =>
        tier.listeners.includes(key) ? [rowsTop + row * ROW_HEIGHT + 5 + index * 5] : [],
      );
      const last = targets.at(-1);
      if (last === undefined) return [];
      const elbow = index === 0 ? "" : `V${from + index * 5}H${rail}`;
      return [
        html`<path class="line" d="M${index === 0 ? rail : x + 10} ${from}${elbow}V${last}"/>`,
        ...targets.map(
          (y) =>
            html`<path class="line" d="M${rail} ${y}H${ROWS_LEFT - 10}"/><path class="arrow" d="M${ROWS_LEFT - 11} ${y - 4}v8l7 -4z"/>`,
        ),
      ];
    });
