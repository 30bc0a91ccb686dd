import type { ProblemKind } from "./problem.js";
import type { Word } from "./words.js";

/** What `.if` and its like decide of the lines below: whether HAProxy reads them, where the file alone says so. */
export interface Branch {
  readonly read: "always" | "never" | "unknown";
  /** The line of its `.if`, `.elif` or `.else`, counted from 1. */
  readonly line: number;
  readonly within: Branch | undefined;
}

interface OpenIf {
  readonly opened: Word;
  /** Whether an earlier branch is read. */
  readonly earlier: Branch["read"];
  readonly branch: Branch;
  readonly ended: boolean;
}

const MAX_DEPTH = 31;

/** Directives other than conditions, which say something while HAProxy starts. */
const MESSAGES: readonly string[] = [".alert", ".warning", ".notice", ".diag"];

/** Numbers and nothing at all: what else a condition says depends on the version, the build or the environment. */
const constant = (words: readonly Word[]): Branch["read"] => {
  const [word, ...more] = words;
  if (word === undefined) return "never";
  if (more.length > 0 || word.variables !== "none" || !/^\d+$/.test(word.text)) return "unknown";
  return Number(word.text) === 0 ? "never" : "always";
};

/** What an `.elif` or `.else` is, given what was before it and its own condition. */
const after = (earlier: Branch["read"], own: Branch["read"]): Branch["read"] => {
  if (earlier === "always" || own === "never") return "never";
  return earlier === "never" ? own : "unknown";
};

const either = (one: Branch["read"], other: Branch["read"]): Branch["read"] => {
  if (one === "always" || other === "always") return "always";
  return one === "never" && other === "never" ? "never" : "unknown";
};

/** Follows `.if`, `.elif`, `.else` and `.endif` down a file. */
export class Branches {
  private readonly open: OpenIf[] = [];

  get current(): Branch | undefined {
    return this.open.at(-1)?.branch;
  }

  /** The conditions that no `.endif` ended, by their first word. */
  get unended(): readonly Word[] {
    return this.open.map(({ opened }) => opened);
  }

  /** Takes a line that begins with a dot; what HAProxy has against it. */
  take(words: readonly [Word, ...Word[]]): ProblemKind | undefined {
    const [directive, ...condition] = words;
    switch (directive.text) {
      case ".if":
        return this.if(directive, constant(condition));
      case ".elif":
        return this.else(directive, constant(condition));
      case ".else":
        return condition.length > 0 ? "condition-arguments" : this.else(directive, undefined);
      case ".endif":
        if (condition.length > 0) return "condition-arguments";
        return this.open.pop() ? undefined : "lone-condition";
      default:
        return MESSAGES.includes(directive.text) || this.current?.read === "never" ? undefined : "directive";
    }
  }

  private if(opened: Word, own: Branch["read"]): ProblemKind | undefined {
    const within = this.current;
    const read = within?.read === "never" ? "never" : own;
    const branch: Branch = { read, line: opened.line, within };
    this.open.push({ opened, earlier: own, branch, ended: false });
    return this.open.length > MAX_DEPTH ? "condition-depth" : undefined;
  }

  private else(at: Word, own: Branch["read"] | undefined): ProblemKind | undefined {
    const last = this.open.pop();
    if (!last) return "lone-condition";
    const { opened, earlier, branch, ended } = last;
    const { within } = branch;
    const read = within?.read === "never" ? "never" : after(earlier, own ?? "always");
    this.open.push({
      opened,
      earlier: either(earlier, own ?? "always"),
      branch: { read, line: at.line, within },
      ended: own === undefined,
    });
    return ended ? "condition-after-else" : undefined;
  }
}
