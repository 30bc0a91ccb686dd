import { foldHosts } from "../hosts.js";
import { amount, share } from "../simulate-figure.js";
import { crop } from "./crop.js";
import type { SafeHtml } from "./safe-html.js";
import { html, NOTHING } from "./safe-html.js";
import type { StormSide } from "./storm-scale.js";
import { at, WIDTH } from "./storm-scale.js";

/** One bar of a drawing of hosts. */
interface Row {
  readonly hosts: readonly string[];
  readonly note: string;
  readonly bars: readonly Bar[];
}

interface Bar {
  readonly label: string;
  readonly value: number;
  readonly paint: "queue" | "busy" | "waiting";
  /** A mark on the bar, such as the slots that there are. */
  readonly of?: number;
}

const LABELS = 80;
const FIGURE = 90;
const BARS = WIDTH - LABELS - FIGURE;
const THICK = 9;
const LINE = 14;
/** Rows below each other that are still read; the rest is counted. */
const MOST_ROWS = 10;

/** What each proxy gets, and the most that it holds back. */
export const stormProxies = (sides: readonly StormSide[], id: string): SafeHtml =>
  drawings(sides, id, "the proxies", ({ prediction }) =>
    fold(
      prediction.proxies.map(({ name, requests, answered, queued }) => ({
        hosts: [name],
        note: `${share(requests.mean)} of requests, ${share(answered.mean)} of them answered`,
        bars: [{ label: "held back", value: queued.mean, paint: "queue" }],
      })),
    ),
  );

/** The most slots that each app server has taken, and the most that waits there for one. */
export const stormServers = (sides: readonly StormSide[], id: string): SafeHtml =>
  drawings(sides, id, "the app servers", ({ prediction }) =>
    fold(
      prediction.servers.map(({ name, role, slots, busy, waiting, downEvents }) => ({
        hosts: [name],
        note: `${role}, ${slots.toLocaleString("en")} slots, called DOWN ${downEvents.mean === 0 ? "never" : `${amount(downEvents.mean)} times`}`,
        bars: [
          { label: "slots taken", value: busy.mean, paint: "busy", of: slots },
          { label: "without one", value: waiting.mean, paint: "waiting" },
        ],
      })),
    ),
  );

const drawings = (
  sides: readonly StormSide[],
  id: string,
  what: string,
  rowsOf: (side: StormSide) => readonly Row[],
): SafeHtml => {
  const drawn = sides.map((side) => ({ side, rows: rowsOf(side) }));
  const most = Math.max(
    1,
    ...drawn.flatMap(({ rows }) =>
      rows.flatMap(({ bars }) => bars.map(({ value, of = 0 }) => Math.max(value, of))),
    ),
  );
  return html`<div class="sides">${drawn.map(({ side, rows }, index) => drawing(side.name, what, rows, most, `${id}-${index + 1}`))}</div>`;
};

/** Hosts whose figures read the same share a row; those with the most go first. */
const fold = (rows: readonly Row[]): readonly Row[] => {
  const groups = new Map<string, Row>();
  for (const row of rows) {
    const key = [row.note, ...row.bars.map(({ value }) => amount(value))].join("\t");
    const known = groups.get(key);
    groups.set(key, known === undefined ? row : { ...known, hosts: [...known.hosts, ...row.hosts] });
  }
  return [...groups.values()];
};

const drawing = (name: string, what: string, rows: readonly Row[], most: number, id: string): SafeHtml => {
  const shown = fullest(rows);
  const left = rows.length - shown.length;
  let y = 0;
  const placed = shown.map((row) => {
    const top = y;
    y += 20 + row.bars.length * LINE + 10;
    return { row, top };
  });
  return html`
<figure><figcaption class="strong">${name}</figcaption>
<svg class="storm" viewBox="0 0 ${WIDTH} ${y + (left > 0 ? 18 : 0)}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${name}: ${what}</title>
<desc id="${id}-desc">${shown.map(describe).join(" ")}</desc>
${placed.map(({ row, top }) => drawRow(row, top, most))}
${left > 0 ? html`<text class="quiet" x="0" y="${y + 10}">and ${left.toLocaleString("en")} more rows, none with longer bars</text>` : NOTHING}
</svg></figure>`;
};

const longest = ({ bars }: Row): number => Math.max(...bars.map(({ value }) => value));

/** In their own order, those with the longest bars where there are too many. */
const fullest = (rows: readonly Row[]): readonly Row[] => {
  if (rows.length <= MOST_ROWS) return rows;
  const kept = new Set(rows.toSorted((a, b) => longest(b) - longest(a)).slice(0, MOST_ROWS));
  return rows.filter((row) => kept.has(row));
};

const drawRow = ({ hosts, note, bars }: Row, top: number, most: number): SafeHtml => html`
<text class="strong" x="0" y="${top + 13}">${crop(foldHosts(hosts, 3), 30)}<tspan class="quiet" dx="8">${crop(note, 52)}</tspan></text>
${bars.map((bar, index) => drawBar(bar, top + 20 + index * LINE, most))}`;

const drawBar = ({ label, value, paint, of }: Bar, y: number, most: number): SafeHtml => {
  const long = (figure: number): number => (figure / most) * BARS;
  const end = LABELS + long(Math.max(value, of ?? 0));
  return html`
<text class="quiet" x="0" y="${y + THICK}">${label}</text>
${of === undefined ? NOTHING : html`<rect class="bed" x="${LABELS}" y="${y}" width="${at(long(of))}" height="${THICK}"/>`}
<rect class="area ${paint}" x="${LABELS}" y="${y}" width="${at(long(value))}" height="${THICK}"/>
<text x="${at(end + 6)}" y="${y + THICK}">${amount(value)}${of === undefined ? "" : ` of ${of.toLocaleString("en")}`}</text>`;
};

const describe = ({ hosts, note, bars }: Row): string =>
  `${foldHosts(hosts)}: ${note}; ${bars.map(({ label, value }) => `most ${label} ${amount(value)}`).join(", ")}.`;
