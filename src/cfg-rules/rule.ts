import type { Section, Statement } from "../haproxy/cfg/sections.js";
import type { Word } from "../haproxy/cfg/words.js";
import type { RuleDoc } from "../rules/define.js";
import type { Finding } from "../rules/finding.js";
import type { Place } from "../yaml/place.js";
import type { Configuration } from "./configuration.js";

/** A rule that a haproxy.cfg alone can break, whatever is behind it. */
export interface CfgRule extends RuleDoc {
  readonly run: (configuration: Configuration) => readonly CfgFault[];
}

export interface CfgFault extends Pick<Finding, "message" | "why" | "fix" | "figures"> {
  /** A section, or a server line as the runtime API names it. */
  readonly subject: string;
  readonly at: Place;
}

export const placeOf = ({ line: { file } }: Statement, { line, column, endColumn }: Word): Place => ({
  file,
  line,
  column,
  endColumn,
});

/** The line that something stands on, where it stands in one of several files or in one. */
export const lineOf = ({ line: { number } }: Statement): string => `line ${number}`;

export const titleOf = ({ kind, name }: Section): string => (name ? `${kind} ${name.text}` : kind);

/** What is read whenever the section is: what stands in an .if of its own may never be. */
export const isUnconditional = (section: Section, { line }: Statement): boolean =>
  line.branch === section.header.line.branch;

/** The figure that a word is; undefined where the environment decides, or HAProxy would not take it. */
export const figureIn = (word: Word | undefined): number | undefined =>
  word && word.variables === "none" && /^\d+$/.test(word.text) ? Number(word.text) : undefined;
