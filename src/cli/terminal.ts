import { fstatSync, statSync, writeSync } from "node:fs";
import type { GlobalOptions, Shell } from "./shell.js";

/** The shell of a real process: its streams, its clock, its environment. */
export const terminalShell = (options: GlobalOptions): Shell => ({
  options,
  print: (text) => write(1, text),
  say: (text) => {
    if (!options.quiet) write(2, `${text}\n`);
  },
  warn: (text) => write(2, `${text}\n`),
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

const pad = (value: number): string => String(value).padStart(2, "0");

/** Writes all of it before going on, so that nothing is lost when the process ends; a reader that has gone is no error. */
const write = (descriptor: 1 | 2, text: string): void => {
  const bytes = Buffer.from(text);
  for (let offset = 0; offset < bytes.length; ) {
    try {
      offset += writeSync(descriptor, bytes, offset);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : "";
      if (code === "EAGAIN") continue;
      if (code === "EPIPE") process.exit(0);
      throw error;
    }
  }
};
