import { fstatSync, statSync, writeSync } from "node:fs";
import { Failure, reasonOf } from "../text/failure.js";
import { disarmLines, visible, visibleLine } from "../text/terminal.js";
import type { GlobalOptions, Shell } from "./shell.js";

/** The shell of a real process: its streams, its clock, its environment. */
export const terminalShell = (options: GlobalOptions): Shell => ({
  options,
  print: (text) => writeAll(1, disarmLines(text)),
  emit: (text) => writeAll(1, text),
  say: (text) => {
    if (!options.quiet) writeAll(2, `${plain(text)}\n`);
  },
  warn: (text) => writeAll(2, `${plain(text)}\n`),
  status: (line) => {
    if (!options.quiet && process.env.TERM !== "dumb" && isTerminal("stderr"))
      writeAll(2, `\r${ERASE_LINE}${line.slice(0, (process.stderr.columns || 80) - 1)}`);
  },
  fail: (failure) => {
    // One line: what a name in it holds must not look like a line of mmconf's own.
    writeAll(2, `${disarmLines(`mmconf: ${visibleLine(failure.message)}`)}\n`);
    if (failure.report !== undefined) writeAll(2, `\n${disarmLines(failure.report.trimEnd())}\n`);
  },
  report: (text) => writeAll(2, `${disarmLines(text.trimEnd())}\n`),
  color: (stream) => {
    if (options.color !== "auto") return options.color === "always";
    const noColor = process.env.NO_COLOR;
    return (noColor === undefined || noColor === "") && process.env.TERM !== "dumb" && isTerminal(stream);
  },
  get columns() {
    return isTerminal("stdout") ? Math.min(Math.max(process.stdout.columns, 60), 120) : 100;
  },
  get interactive() {
    return isTerminal("stdout");
  },
  today: () => {
    const now = new Date();
    return [now.getFullYear(), pad(now.getMonth() + 1), pad(now.getDate())].join("-");
  },
  project: async () => {
    const { openProject } = await import("../project/project.js");
    return openProject({
      dir: options.C,
      inventories: options.inventories,
      out: options.out,
      templates: options.templates,
    });
  },
});

/** Asks node only of a device: its streams take several milliseconds to set up, and a pipe, a file or /dev/null needs none. */
const isTerminal = (stream: "stdout" | "stderr"): boolean => {
  try {
    const opened = fstatSync(stream === "stdout" ? 1 : 2);
    if (!opened.isCharacterDevice() || opened.rdev === statSync("/dev/null").rdev) return false;
    return process[stream].isTTY === true;
  } catch {
    return false; // closed
  }
};
/** ECMA-48 EL: from the cursor to the end of the line. */
const ERASE_LINE = "\x1b[K";

const pad = (value: number): string => String(value).padStart(2, "0");

/** Streams that nobody reads any more. */
const gone = new Set<number>();

/**
 * Writes all of it before going on, so that nothing is lost when the process ends. A reader that has gone, as `head`
 * does, changes neither what is done nor its exit code. Results that could not be written are a failure; diagnostics
 * that could not be have nowhere to go.
 */
export const writeAll = (descriptor: 1 | 2, text: string): void => {
  const bytes = Buffer.from(text);
  for (let offset = 0; offset < bytes.length && !gone.has(descriptor); ) {
    try {
      offset += writeSync(descriptor, bytes, offset);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : "";
      if (code === "EAGAIN") Atomics.wait(A_MOMENT, 0, 0, 1);
      else gone.add(descriptor);
      if (code !== "EAGAIN" && code !== "EPIPE" && descriptor === 1)
        throw new Failure(`can't write the results to stdout: ${reasonOf(error)}`);
    }
  }
};

/** Waiting on it for a millisecond waits for a slow reader without keeping the processor busy. */
const A_MOMENT = new Int32Array(new SharedArrayBuffer(4));

/** A message on the terminal: a name that it quotes may hold anything. */
export const plain = (text: string): string => disarmLines(text.split("\n").map(visible).join("\n"));
