import type { Prediction, Waits } from "../../simulate/figures/prediction.js";
import type { Outcome } from "../../simulate/plan/outcome.js";
import { foldHosts } from "../../text/fold-hosts.js";
import { visibleLine } from "../../text/terminal.js";
import { showCount } from "../../text/units.js";
import { wrap } from "../../text/wrap.js";
import type { TextOptions } from "../findings/text.js";
import { labelled } from "../findings/text.js";
import type { Ink, Paint } from "../style.js";
import { painter } from "../style.js";
import { amount, seconds, share, sparkline, squeeze, withInterval } from "./simulate-figure.js";

/** Where figures begin: names are indented by two. */
const HANG = 14;
/** Figures beside a sparkline need this much. */
const FIGURE = 26;

/** A prediction as a person reads it. */
export const formatPrediction = (prediction: Prediction, { color, columns }: TextOptions): string => {
  const paint = painter(color);
  const width = Math.max(columns, 60);
  const lines = [
    ...wrap(heading(prediction), width, width).map((line) => paint("strong", line)),
    "",
    ...outcomeLines(prediction, paint, width),
    "",
    ...prose(
      "answer",
      prediction.answered.mean === 0 ? "nobody gets one" : waitWords(prediction.wait),
      paint,
      width,
    ),
    ...(prediction.requestsMade.mean === prediction.requests
      ? []
      : prose("retries", retryWords(prediction), paint, width)),
    ...(prediction.queueWait.max.mean === 0
      ? []
      : prose("queue", waitWords(prediction.queueWait), paint, width)),
    ...prose("DOWN", downWords(prediction), paint, width),
    "",
    ...momentLines(prediction, paint, width),
    ...hostLines(prediction, paint, width),
    ...limits(prediction, paint, width),
  ];
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
};

const heading = ({ environment, storm, requests, overSeconds, runs, seed }: Prediction): string =>
  `${visibleLine(environment)}, ${visibleLine(storm)}: ${showCount(requests)} requests ${overSeconds === 0 ? "at once" : `within ${seconds(overSeconds)}`}; ${runs === 1 ? "1 run" : `mean of ${runs} runs`}, seed ${seed}`;

/** What the figures above do not include. */
const limits = (prediction: Prediction, paint: Paint, width: number): readonly string[] => {
  const { carried, everySeconds, leftOut } = prediction;
  const next =
    carried === null || everySeconds === null || carried.requests.mean + carried.busy.mean === 0
      ? []
      : [
          `load carried into the next storm: when it starts, after ${seconds(everySeconds)}, ${withInterval(carried.requests, amount)} requests are in flight and ${withInterval(carried.busy, amount)} slots busy`,
        ];
  const all = [...next, ...leftOut];
  return all.length === 0
    ? []
    : ["", ...all.flatMap((text, at) => prose(at === 0 ? "excluded" : "", visibleLine(text), paint, width))];
};

const prose = (label: string, text: string, paint: Paint, columns: number): readonly string[] =>
  labelled(label, text, { paint, columns, hang: HANG });

const outcomeLines = ({ outcomes }: Prediction, paint: Paint, width: number): readonly string[] =>
  outcomes.flatMap((outcome) => {
    const ink = inkOf(outcome);
    const figure = withInterval(outcome.share, share).padEnd(FIGURE);
    const hang = 2 + 12 + FIGURE;
    const [first = "", ...rest] = wrap(outcome.words, width - hang, width - hang);
    const name = outcome.flags === "none" ? outcome.status : `${outcome.status} ${outcome.flags}`;
    return [
      `  ${paint(ink, name)}${" ".repeat(12 - name.length)}${figure}${first}`,
      ...rest.map((line) => " ".repeat(hang) + line),
    ];
  });

const inkOf = ({ status }: Outcome): Ink =>
  status === "200" ? "good" : status === "gone" ? "warning" : "error";

const waitWords = ({ p50, p90, p99, max }: Waits): string =>
  `p50 ${seconds(p50.mean)}, p90 ${seconds(p90.mean)}, p99 ${seconds(p99.mean)}, max ${seconds(max.mean)}`;

const retryWords = ({ requests, requestsMade }: Prediction): string =>
  `${withInterval(requestsMade, amount)} requests from ${amount(requests)} clients, retries included; shares are of clients, times from their first request`;

const downWords = ({ downEvents, servers }: Prediction): string => {
  if (downEvents.mean === 0) return "no server is marked DOWN";
  const marked = servers.filter((server) => server.downEvents.mean > 0);
  const names = foldHosts(marked.map((server) => server.name));
  const many = withInterval(downEvents, amount);
  return `${many === "1" ? "1 time" : `${many} times`} a proxy marks a server DOWN: ${names}`;
};

const MOMENTS = [
  ["queued", "queued", "info", "queued at the proxies"],
  ["busy", "busy", "good", "busy slots"],
  ["waiting", "waiting", "warning", "in the app servers' backlogs"],
  ["answered", "answered", "good", "per second"],
  ["failed", "failed", "error", "per second"],
  ["down", "DOWN", "error", "server lines, over all proxies"],
] as const;

/** Counted from one moment to the next, and shown per second. */
const PER_SECOND: ReadonlySet<string> = new Set(["answered", "failed"]);

/** Columns that the bars have at most, and those that the words beside them need. */
const MAX_BARS = 60;
const WORDS = 44;

const momentLines = ({ moments }: Prediction, paint: Paint, width: number): readonly string[] => {
  const last = moments.at(-1);
  if (last === undefined) return [];
  const step = moments[0]?.t ?? 1;
  const room = Math.min(Math.max(width - HANG - WORDS, 20), MAX_BARS);
  const spacious = width >= HANG + room + WORDS;
  const lines = MOMENTS.flatMap(([measure, label, ink, about]) => {
    const values = moments.map((moment) =>
      PER_SECOND.has(measure) ? moment[measure] / step : moment[measure],
    );
    const most = Math.max(...values);
    if (most === 0) return [];
    const bars = sparkline(squeeze(values, room), most);
    const words = spacious ? ` ${paint("quiet", about)}` : "";
    return [`  ${paint("quiet", label.padEnd(HANG - 2))}${paint(ink, bars)}  max ${amount(most)}${words}`];
  });
  return [paint("quiet", `  over time, ${seconds(step)} to ${seconds(last.t)}`), ...lines];
};

/** Hosts whose figures read the same share a line. */
const hostLines = ({ proxies, servers }: Prediction, paint: Paint, width: number): readonly string[] => {
  const proxyRows = proxies.map(({ name, requests, answered, queued }) => ({
    name,
    cells: [share(requests.mean), share(answered.mean), amount(queued.mean)],
  }));
  const serverRows = servers.map(({ name, role, slots, busy, waiting, downEvents }) => ({
    name,
    cells: [role, String(slots), ...[busy, waiting, downEvents].map((figure) => amount(figure.mean))],
  }));
  return [
    ...table(["proxy", "requests", "answered", "max queued"], proxyRows, paint, width),
    ...table(["server", "", "slots", "max busy", "max backlog", "DOWN"], serverRows, paint, width),
  ];
};

interface HostRow {
  readonly name: string;
  readonly cells: readonly string[];
}

/** No more lines than a screen has room for; the rest is counted. */
const MAX_ROWS = 12;

const table = (
  [title, ...headings]: readonly [string, ...string[]],
  hosts: readonly HostRow[],
  paint: Paint,
  width: number,
): readonly string[] => {
  const groups = new Map<string, { names: string[]; cells: readonly string[] }>();
  for (const { name, cells } of hosts) {
    const group = groups.get(cells.join("\t"));
    if (group) group.names.push(name);
    else groups.set(cells.join("\t"), { names: [name], cells });
  }
  const rows = [...groups.values()].map(({ names, cells }) => ({
    name: visibleLine(foldHosts(names)),
    cells,
  }));
  const shown = rows.slice(0, MAX_ROWS);
  const widths = headings.map((heading, at) =>
    Math.max(heading.length, ...shown.map(({ cells }) => (cells[at] ?? "").length)),
  );
  const figures = widths.reduce((sum, cell) => sum + cell + 2, 0);
  const names = Math.min(
    Math.max(title.length, ...shown.map(({ name }) => name.length)),
    width - figures - 2,
  );
  const line = (name: string, cells: readonly string[]): string => {
    const [first = "", ...rest] = wrap(name, names, names);
    const tail = cells.map((cell, at) => `  ${cell.padStart(widths[at] ?? 0)}`).join("");
    return [`  ${first.padEnd(names)}${tail}`, ...rest.map((more) => `  ${more}`)].join("\n");
  };
  const left = rows.length - shown.length;
  return [
    "",
    paint("quiet", line(title, headings)),
    ...shown.map(({ name, cells }) => line(name, cells)),
    ...(left > 0 ? [`  and ${left} more lines like these; --format json has all`] : []),
  ];
};
