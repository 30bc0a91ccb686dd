import { foldHosts } from "../../../text/fold-hosts.js";
import { showCount } from "../../../text/units.js";
import type { SafeHtml } from "../kit/safe-html.js";
import { html, NOTHING } from "../kit/safe-html.js";
import { crop } from "./topology-boxes.js";
import type { ServerTier } from "./topology-model.js";
import { slotsLeft } from "./topology-model.js";

/** Height of one row of app servers, in units of the drawing. */
export const ROW_HEIGHT = 92;

const LABELS = 44;
/** Room for the figure at the end of a bar. */
const FIGURE = 66;
const THICK = 9;

interface BarScale {
  /** Slots and requests that the longest bar stands for. */
  readonly most: number;
  /** Id of the pattern that marks what is too much. */
  readonly hatch: string;
}

/** Where in the drawing something begins, and how wide it may be. */
interface Room {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** One kind of app server: who they are, a bar of slots, a bar of what is asked of them below it, and both in words. */
export const serverRow = (tier: ServerTier, { x, y, width }: Room, scale: BarScale): SafeHtml => {
  const title = crop(foldHosts(tier.hosts), 36);
  const bars = tier.slots === null ? NOTHING : twoBars(tier, tier.slots, { x, y: y + 20, width }, scale);
  return html`
<text class="strong" x="${x}" y="${y + 12}">${title}<tspan class="quiet" dx="8">${countInWords(tier)}</tspan></text>${bars}
<text class="quiet" x="${x}" y="${y + 59}">${crop(tier.listeners.length === 0 ? "no listener sends them requests for slots" : tier.sum, 60)}</text>
<text class="${isOver(tier) ? "bad strong" : ""}" x="${x}" y="${y + 75}">${crop(roomInWords(tier), 60)}</text>`;
};

const twoBars = (
  tier: ServerTier,
  slots: number,
  { x, y, width }: Room,
  { most, hatch }: BarScale,
): SafeHtml => {
  const from = x + LABELS;
  const whole = width - LABELS - FIGURE;
  const long = (figure: number) => Math.min((figure / Math.max(most, 1)) * whole, whole);
  const { requests, checks } = tier;
  const asked = requests === null ? whole : long(requests + checks);
  const lower = y + THICK + 4;
  // Beside the bar; but not across the upright line.
  const crossing = asked <= long(slots) && asked + FIGURE / 2 > long(slots);
  const figureAt = (crossing ? long(slots) : asked) + (requests === null ? 12 : 6);
  const over =
    asked > long(slots)
      ? html`<rect class="over" fill="url(#${hatch})" x="${at(from + long(slots))}" y="${lower}" width="${at(asked - long(slots))}" height="${THICK}"/>`
      : NOTHING;
  const checked =
    requests === null
      ? html`<path class="over-end" d="M${at(from + whole)} ${lower - 2}l8 ${THICK / 2 + 2}l-8 ${THICK / 2 + 2}z"/>`
      : html`<rect class="bar-checks" x="${at(from + long(requests))}" y="${lower}" width="${at(asked - long(requests))}" height="${THICK}"/>`;
  return html`
<text class="quiet" x="${x}" y="${y + 8}">slots</text><text class="quiet" x="${x}" y="${lower + 8}">asked</text>
<rect class="bar-slots" x="${from}" y="${y}" width="${at(long(slots))}" height="${THICK}"/>
<rect class="bar-asked" x="${from}" y="${lower}" width="${at(requests === null ? whole : long(requests))}" height="${THICK}"/>
${checked}${over}<path class="mark" d="M${at(from + long(slots))} ${y - 2}V${lower + THICK + 2}"/>
<text x="${at(from + long(slots) + 6)}" y="${y + 8}">${shown(slots)}</text>
<text class="${isOver(tier) ? "bad strong" : ""}" x="${at(from + figureAt)}" y="${lower + 8}">${requests === null ? "no limit" : shown(requests + checks)}</text>`;
};

/** Two digits after the point are a fiftieth of a pixel. */
const at = (coordinate: number): string => String(Number(coordinate.toFixed(2)));

const shown = (figure: number): string => showCount(figure);

const isOver = (tier: ServerTier): boolean =>
  tier.slots !== null && tier.listeners.length > 0 && (slotsLeft(tier) ?? -1) < 0;

export const countInWords = ({ hosts, role }: ServerTier): string =>
  role === "active"
    ? `${shown(hosts.length)} active`
    : `${shown(hosts.length)} ${hosts.length === 1 ? "backup" : "backups"}`;

/** What is asked of one of them, and what that leaves. */
export const roomInWords = (tier: ServerTier): string => {
  const { slots, requests, checks, listeners } = tier;
  if (slots === null) return "no service with slots runs here";
  if (listeners.length === 0) return `${shown(slots)} slots, asked nothing`;
  const asked = checks === 0 ? "" : ` + ${shown(checks)} ${checks === 1 ? "check" : "checks"}`;
  if (requests === null) return `requests without limit${asked}, ${shown(slots)} slots`;
  const left = slots - requests - checks;
  const room =
    left < 0 ? `${shown(-left)} more than the slots` : `${shown(left)} ${left === 1 ? "slot" : "slots"} left`;
  return `${shown(requests)} ${requests === 1 ? "request" : "requests"}${asked}: ${room}`;
};
