import type { Command } from "commander";
import type { Project } from "../project/project.js";
import type { Finding, Severity } from "../rules/finding.js";
import { atLeast } from "../rules/finding.js";
import type { Failure } from "../text/failure.js";

/** The options that come before every command. */
export interface GlobalOptions {
  readonly C: string;
  readonly inventories?: string;
  readonly out?: string;
  readonly templates?: string;
  readonly color: "auto" | "always" | "never";
  readonly quiet?: boolean;
}

export const EXIT = { fine: 0, findings: 1, failure: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What a command needs of the world around it. */
export interface Shell {
  readonly options: GlobalOptions;
  /** Results for people, of which neither a terminal nor a build log obeys a line. */
  readonly print: (text: string) => void;
  /** Results for programs, to the byte. */
  readonly emit: (text: string) => void;
  /** Progress and diagnostics; `--quiet` silences progress. */
  readonly say: (text: string) => void;
  readonly warn: (text: string) => void;
  /** A failure on stderr: its line, and its report where it has one. */
  readonly fail: (failure: Failure) => void;
  /** A report on stderr, laid out and safe to show. */
  readonly report: (text: string) => void;
  /** Shows a line on the terminal in place of the last one, "" to take it away; nothing where nobody looks or `--quiet` is given. */
  readonly status: (line: string) => void;
  readonly color: (stream: "stdout" | "stderr") => boolean;
  readonly columns: number;
  /** True where results go to a person's terminal. */
  readonly interactive: boolean;
  /** Today in local time, as YYYY-MM-DD. */
  readonly today: () => string;
  readonly project: () => Promise<Project>;
}

/** Adds one command to the program. Its action returns the exit code. */
export type Register = (program: Command, run: RunAction) => void;
export type RunAction = <A extends unknown[]>(
  action: (shell: Shell, ...args: A) => Promise<ExitCode>,
) => (...args: A) => Promise<void>;

export const collect = (value: string, before: readonly string[] | undefined): string[] => [
  ...(before ?? []),
  value,
];

/** 1 where a finding that is not waived is at or above the threshold. */
export const exitFor = (findings: readonly Finding[], failOn: Severity): ExitCode =>
  findings.some((finding) => finding.waived === null && atLeast(finding.severity, failOn))
    ? EXIT.findings
    : EXIT.fine;
