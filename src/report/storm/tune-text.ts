import type { Move } from "../../moves/move.js";
import type { Prediction } from "../../simulate/figures/prediction.js";
import { visibleLine } from "../../text/terminal.js";
import { showBytes } from "../../text/units.js";
import { wrap } from "../../text/wrap.js";
import type { Missing } from "../../tune/missing.js";
import type { Kept } from "../../tune/pins.js";
import type { Tuning } from "../../tune/tune.js";
import { joinPath } from "../../yaml/node.js";
import type { TextOptions } from "../findings/text.js";
import type { Paint } from "../style.js";
import { painter } from "../style.js";
import { amount, seconds, share } from "./simulate-figure.js";

/** A proposal as a person reads it: each value with its reason, then what it does to the storm. */
export const formatTuning = (tuning: Tuning, { color, columns }: TextOptions): string => {
  const paint = painter(color);
  const width = Math.max(columns, 60);
  const { before, moves, kept, remaining, missing, served } = tuning;
  const lines = [
    paint("strong", `${visibleLine(before.environment)}, tuned for ${visibleLine(before.storm)}`),
    "",
    ...(moves.length === 0 ? ["  nothing to change: every value is already as proposed"] : []),
    ...alike(moves).flatMap((some) => moveLines(some, paint, width)),
    ...keptLines(kept, paint, width),
    "",
    ...outcomeLines(tuning, paint),
    ...triedLines(tuning, width),
    "",
    ...remaining.flatMap(({ rule, severity, message, fix }) => [
      ...prose(`${severity} ${rule}: ${message}`, width),
      ...prose(`fix: ${fix}`, width - 4).map((line) => `    ${line}`),
    ]),
    ...(missing === undefined
      ? [paint(remaining.length === 0 ? "good" : "warning", verdict(remaining.length, kept.length))]
      : missingLines(missing, tuning, width).map((line) => paint(served ? "warning" : "error", line))),
  ];
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
};

/** Moves to one value for one reason. */
const alike = (moves: readonly Move[]): readonly (readonly Move[])[] => {
  const groups = new Map<string, Move[]>();
  for (const move of moves) {
    const key = JSON.stringify([move.because, move.value]);
    const group = groups.get(key);
    if (group) group.push(move);
    else groups.set(key, [move]);
  }
  return [...groups.values()];
};

const moveLines = (moves: readonly Move[], paint: Paint, width: number): readonly string[] => [
  ...moves.map(
    ({ path, before, value }) =>
      `  ${visibleLine(joinPath("", path))}: ${paint("quiet", shown(before))} -> ${paint("strong", shown(value))}`,
  ),
  ...prose(moves[0]?.because ?? "", width - 6).map((line) => `      ${line}`),
];

/** Values fixed by --set, and what tune would set instead. */
const keptLines = (kept: readonly Kept[], paint: Paint, width: number): readonly string[] => {
  if (kept.length === 0) return [];
  const moves = kept.map(({ move }) => move);
  return [
    "",
    paint("strong", "not changed, as --set fixes it; the proposal would be"),
    "",
    ...alike(moves).flatMap((some) => moveLines(some, paint, width)),
  ];
};

const shown = (value: unknown): string => {
  if (value === undefined) return "not set";
  if (value === null) return "removed";
  if (Array.isArray(value)) return value.length === 1 ? "1 entry" : `${value.length} entries`;
  return visibleLine(String(value));
};

const FIGURES: readonly (readonly [string, (prediction: Prediction) => string])[] = [
  ["answered", ({ answered }) => share(answered.mean)],
  ["p50", ({ wait }) => seconds(wait.p50.mean)],
  ["p99", ({ wait }) => seconds(wait.p99.mean)],
  ["DOWN", ({ downEvents }) => amount(downEvents.mean)],
];

const outcomeLines = ({ before, after, findings, remaining }: Tuning, paint: Paint): readonly string[] => [
  paint("quiet", `  ${"".padEnd(12)}${"now".padStart(10)}${"proposed".padStart(12)}`),
  `  ${"findings".padEnd(12)}${String(findings).padStart(10)}${String(remaining.length).padStart(12)}`,
  ...FIGURES.map(
    ([name, figure]) => `  ${name.padEnd(12)}${figure(before).padStart(10)}${figure(after).padStart(12)}`,
  ),
];

/** What else was simulated, and its results. */
const triedLines = ({ choice, tried }: Tuning, width: number): readonly string[] => {
  const others = tried.filter((other) => other.choice !== choice);
  if (others.length === 0) return [];
  const summaries = others.map((other) => {
    const words = [
      other.choice.units?.count === choice.units?.count
        ? ""
        : other.choice.units === undefined
          ? `${choice.units?.setting ?? "slots"} as they are`
          : `${other.choice.units.count} ${other.choice.units.setting}`,
      other.choice.share === choice.share
        ? ""
        : other.choice.share === "equal"
          ? "equal shares"
          : "by traffic",
      other.choice.queue?.value === choice.queue?.value
        ? ""
        : `timeout queue ${seconds((other.choice.queue?.value ?? 0) / 1000)}`,
    ];
    const open = other.remaining.length;
    const faults = open === 0 ? "" : `, ${open === 1 ? "1 finding" : `${open} findings`}`;
    return `${words.filter((word) => word !== "").join(" and ")} (${share(other.answered)} answered, p99 ${seconds(other.p99)}${faults})`;
  });
  return [
    "",
    ...prose(`also tried, no better: ${summaries.join("; ")}`, width - 2).map((line) => `  ${line}`),
  ];
};

const verdict = (remaining: number, kept: number): string =>
  remaining === 0
    ? "every rule passes, and the storm is served"
    : `the storm is served; ${remaining === 1 ? "1 finding needs" : `${remaining} findings need`} ${kept === 0 ? "more than other values" : "other values than those of --set, or more"}`;

const missingLines = (
  { slots, needed, hosts, units, memory, appServers }: Missing,
  { before: { storm }, served, kept }: Tuning,
  width: number,
): readonly string[] => {
  const begin = served
    ? `${visibleLine(storm)} is served, but not every rule passes`
    : `no values serve ${visibleLine(storm)}`;
  if (needed === undefined)
    return prose(
      `${begin}, and more slots do not help${kept.length === 0 ? ": check its service time and timeout server" : " with the values of --set"}`,
      width,
    );
  const needs =
    memory === undefined
      ? ""
      : ` (${showBytes(memory.needed)} of memory each; ${memory.needed <= memory.given ? "they have" : "they have only"} ${showBytes(memory.given)})`;
  return prose(
    `${begin}: it needs ${needed} slots, and the ${hosts} active app ${hosts === 1 ? "server has" : "servers have"} ${slots}: ${needed - slots} are missing. ${units?.count} ${units?.setting} on each are enough${needs}${appServers === undefined ? "" : `; or ${appServers} app servers as they are`}`,
    width,
  );
};

const prose = (text: string, width: number): readonly string[] => wrap(visibleLine(text), width, width);
