import type { CfgLine } from "./line.js";
import type { Mistake, MistakeKind } from "./mistake.js";
import { MAX_NESTED } from "./mistake.js";

/** A line, and the branch of conditions that it stands in; 0 where none has a say. */
export interface BranchedLine {
  readonly line: CfgLine;
  readonly branch: number;
  readonly mistake?: Mistake | undefined;
}

interface Open {
  readonly line: CfgLine;
  /** The branch around it. */
  readonly around: number;
  readonly hasElse: boolean;
}

/** Directives that say something where they are read, and change nothing (manual 2.4). */
const SAY = new Set([".alert", ".warning", ".notice", ".diag"]);

/** The lines between conditions, without those themselves unless something is wrong with them. */
export const readBranches = (lines: readonly CfgLine[]): readonly BranchedLine[] => {
  const found: BranchedLine[] = [];
  const open: Open[] = [];
  let branches = 0;
  let branch = 0;
  for (const line of lines) {
    const first = line.words[0]?.text ?? "";
    if (!first.startsWith(".")) {
      found.push({ line, branch });
      continue;
    }
    const inner = open.at(-1);
    const kind = mistakeOf(line, first, open);
    if (kind !== undefined) {
      found.push({ line, branch, mistake: { kind, column: line.words[0]?.column ?? 1 } });
    } else if (first === ".if") {
      open.push({ line, around: branch, hasElse: false });
      branch = ++branches;
    } else if (first === ".elif" || first === ".else") {
      if (inner !== undefined) open[open.length - 1] = { ...inner, hasElse: first === ".else" };
      branch = ++branches;
    } else if (first === ".endif") {
      open.pop();
      branch = inner?.around ?? 0;
    }
  }
  for (const { line, around } of open)
    found.push({
      line,
      branch: around,
      mistake: { kind: "condition-without-end", column: line.words[0]?.column ?? 1 },
    });
  return found;
};

const mistakeOf = ({ words }: CfgLine, first: string, open: readonly Open[]): MistakeKind | undefined => {
  switch (first) {
    case ".if":
      return open.length >= MAX_NESTED ? "conditions-too-deep" : undefined;
    case ".elif":
    case ".else":
    case ".endif":
      if (first !== ".elif" && (words[1]?.text ?? "") !== "") return "condition-words";
      if (open.length === 0) return "lone-condition";
      return first !== ".endif" && open.at(-1)?.hasElse ? "condition-after-else" : undefined;
    default:
      return SAY.has(first) || open.length > 0 ? undefined : "unknown-directive";
  }
};
