import type { Milliseconds } from "../text/units.js";
import { showCount } from "../text/units.js";
import type { Problem } from "../yaml/problem.js";
import { problem } from "../yaml/problem.js";

/** Times that were measured, as a file beside the inventory holds them. */
export interface Recording {
  /** In the order of size. */
  readonly times: Float64Array<ArrayBuffer>;
  /** How often each of them occurred. */
  readonly counts: Float64Array<ArrayBuffer>;
  /** All of them. */
  readonly total: number;
}

export interface ParsedRecording {
  readonly recording: Recording;
  readonly problems: readonly Problem[];
}

/** About two million lines: more than a storm needs, and small beside what reads it. */
const MAX_CHARACTERS = 16 * 1024 * 1024;
/** As many as a storm may have (requests). */
const MAX_TOTAL = 1e9;
/** Seconds: thirty thousand years, and far more than any clock has counted. */
const MAX_SECONDS = 1e12;
/** Further lines of one file that are wrong say nothing new. */
const MAX_PROBLEMS = 10;

const LINE = /^\s*(\d+(?:\.\d*)?(?:[eE][+-]?\d{1,2})?)\s*(?:,\s*(\d{1,10})\s*)?$/;
const HEADING = /^\s*"?[A-Za-z_]/;

/** Reads one time a line, in seconds, and after a comma how often it occurred; a heading, blank lines and `#` lines are passed over. */
export const parseRecording = (text: string, file: string, path: string): ParsedRecording => {
  const problems: Problem[] = [];
  const empty: Recording = { times: new Float64Array(0), counts: new Float64Array(0), total: 0 };
  const refuse = (line: number, length: number, message: string, fix: string): void => {
    const at = { file, line, column: 1, endColumn: Math.max(length, 1) + 1, path };
    problems.push(problem("schema/recording", at, message, fix));
  };
  if (text.length > MAX_CHARACTERS) {
    const bound = showCount(MAX_CHARACTERS);
    refuse(
      1,
      1,
      `${file} has ${showCount(text.length)} characters; the limit is ${bound}`,
      "write equal times on one line, with their number after a comma",
    );
    return { recording: empty, problems };
  }
  const found: { time: Milliseconds; count: number }[] = [];
  let total = 0;
  for (const [index, line] of text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === "" || line.startsWith("#") || (index === 0 && HEADING.test(line))) continue;
    const [, seconds, times = "1"] = LINE.exec(line) ?? [];
    const count = Number(times);
    if (seconds === undefined || count === 0 || Number(seconds) > MAX_SECONDS) {
      const shown = JSON.stringify(line.length > 40 ? `${line.slice(0, 37)}...` : line);
      const message =
        seconds === undefined
          ? `${shown} is not a time in seconds, with or without a number of times after a comma`
          : count === 0
            ? `${shown} is a time that never occurred`
            : `${shown} is over the most that is taken, ${showCount(MAX_SECONDS)} s`;
      refuse(index + 1, line.length, message, "write lines such as 12.5 or 12.5,3");
      if (problems.length === MAX_PROBLEMS) break;
      continue;
    }
    total += count;
    found.push({ time: Number((Number(seconds) * 1000).toPrecision(15)), count });
  }
  if (problems.length === 0 && total === 0)
    refuse(1, 1, `${file} has no times`, "write one time a line, in seconds");
  if (total > MAX_TOTAL)
    refuse(
      1,
      1,
      `${file} has ${showCount(total)} times; the limit is ${showCount(MAX_TOTAL)}`,
      "record for a shorter time",
    );
  if (problems.length > 0) return { recording: empty, problems };
  found.sort((a, b) => a.time - b.time);
  return {
    recording: {
      times: Float64Array.from(found, ({ time }) => time),
      counts: Float64Array.from(found, ({ count }) => count),
      total,
    },
    problems: [],
  };
};
