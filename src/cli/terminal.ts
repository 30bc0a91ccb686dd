import { writeSync } from "node:fs";
import { openProject } from "../project/project.js";
import type { GlobalOptions, Shell } from "./shell.js";

/** The shell of a real process: its streams, its clock, its environment. */
export const terminalShell = (options: GlobalOptions): Shell => ({
  options,
  print: (text) => write(1, text),
  say: (text) => {
    if (!options.quiet) write(2, `${text}\n`);
  },
  warn: (text) => write(2, `${text}\n`),
  status: (line) => {
    const { isTTY, columns } = process.stderr;
    if (!options.quiet && isTTY && process.env.TERM !== "dumb")
      write(2, `\r${ERASE_LINE}${line.slice(0, (columns || 80) - 1)}`);
  },
  color: (stream) => {
    if (options.color !== "auto") return options.color === "always";
    const noColor = process.env.NO_COLOR;
    return (
      (noColor === undefined || noColor === "") &&
      process.env.TERM !== "dumb" &&
      process[stream].isTTY === true
    );
  },
  columns: Math.min(Math.max(process.stdout.columns ?? 100, 60), 120),
  interactive: process.stdout.isTTY === true,
  today: () => {
    const now = new Date();
    return [now.getFullYear(), pad(now.getMonth() + 1), pad(now.getDate())].join("-");
  },
  project: () =>
    openProject({
      dir: options.C,
      inventories: options.inventories,
      out: options.out,
      templates: options.templates,
    }),
});

/** ECMA-48 EL: from the cursor to the end of the line. */
const ERASE_LINE = "\x1b[K";

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
