import type { Branch } from "./branches.js";
import { Branches } from "./branches.js";
import type { CfgProblem } from "./problem.js";
import type { Words } from "./words.js";
import { readPlainWords, readWords } from "./words.js";

/** A line of haproxy.cfg: `text` and `end` are all its characters. */
export interface CfgLine extends Words {
  readonly file: string;
  /** Counted from 1. */
  readonly number: number;
  /** Without its line feed; a carriage return belongs to it. */
  readonly text: string;
  readonly end: "\n" | "";
  /** What `.if` it stands in. */
  readonly branch: Branch | undefined;
}

export interface Cfg {
  readonly lines: readonly CfgLine[];
  /** What HAProxy refuses of lines and conditions, in the order of the lines. */
  readonly problems: readonly CfgProblem[];
}

/** Reads any text: one that is no haproxy.cfg has problems. */
export const readCfg = (text: string, file = "haproxy.cfg"): Cfg => {
  const lines: CfgLine[] = [];
  const problems: CfgProblem[] = [];
  const branches = new Branches();
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf("\n", start);
    const stop = feed === -1 ? text.length : feed;
    const number = lines.length + 1;
    const written = text.slice(start, stop);
    const read = readPlainWords(text, start, stop, number) ?? readWords(written, number);
    if (read.problem) problems.push(read.problem);
    const [first] = read.words;
    let { current: branch } = branches;
    if (first?.text.startsWith(".") && !read.problem) {
      const [, ...others] = read.words;
      const kind = branches.take([first, ...others]);
      if (kind) problems.push({ kind, line: number, column: first.column });
      branch = first.text === ".if" ? branch : branches.current?.within;
    }
    const { words, comment, problem } = read;
    lines.push({
      file,
      number,
      text: written,
      end: feed === -1 ? "" : "\n",
      branch,
      words,
      comment,
      problem,
    });
    start = stop + 1;
  }
  for (const { line, column } of branches.unended) problems.push({ kind: "open-condition", line, column });
  const last = lines.at(-1);
  if (last && last.end === "" && last.problem?.kind !== "nul")
    problems.push({ kind: "last-line", line: last.number, column: last.text.length + 1 });
  return { lines, problems };
};

/** The text that was read, character by character. */
export const printCfg = ({ lines }: Cfg): string => lines.map(({ text, end }) => text + end).join("");
