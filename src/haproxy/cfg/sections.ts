import type { CfgProblem } from "./problem.js";
import type { Cfg, CfgLine } from "./read.js";
import type { SectionKind } from "./section-kinds.js";
import { sectionKind } from "./section-kinds.js";
import type { Word } from "./words.js";

/** A line that says something. */
export interface Statement {
  readonly line: CfgLine;
  readonly modifier: "no" | "default" | undefined;
  /** Behind the modifier, up to the first empty word: HAProxy looks no further, and from 3.2 on refuses it. */
  readonly words: readonly [Word, ...Word[]];
}

export interface Section {
  readonly kind: SectionKind;
  readonly header: Statement;
  readonly name: Word | undefined;
  /** The defaults section that it names. */
  readonly from: Word | undefined;
  /** The defaults section that its settings come from, named or the last one above. */
  readonly defaults: Section | undefined;
  /** What may be read: nothing that stands in `.if 0`. */
  readonly statements: readonly Statement[];
}

export interface Sections {
  readonly sections: readonly Section[];
  readonly problems: readonly CfgProblem[];
}

export const isProxy = ({ kind }: Section): boolean =>
  kind === "frontend" || kind === "backend" || kind === "listen";

/** Typed views of a file: every word of them is a word of its lines. `before` are the sections of files read before it. */
export const readSections = ({ lines }: Cfg, before: readonly Section[] = []): Sections => {
  const sections: Section[] = [];
  const problems: CfgProblem[] = [];
  const defaults = before.filter(({ kind }) => kind === "defaults");
  let statements: Statement[] | undefined;
  for (const line of lines) {
    const statement = statementOf(line);
    if (!statement) continue;
    const [{ text, column }] = statement.words;
    const kind = sectionKind(text);
    if (kind) {
      statements = [];
      const section = { ...headed(kind, statement, defaults), statements };
      sections.push(section);
      if (kind === "defaults") defaults.push(section);
    } else if (statements) {
      statements.push(statement);
    } else if (!line.branch) {
      problems.push({ kind: "out-of-section", line: line.number, column });
    }
  }
  return { sections, problems };
};

const statementOf = (line: CfgLine): Statement | undefined => {
  const { words, problem, branch } = line;
  const [first, second] = words;
  if (!first || problem || branch?.read === "never") return undefined;
  if (first.text === "" || first.text.startsWith(".")) return undefined;
  const modifier = second && (first.text === "no" || first.text === "default") ? first.text : undefined;
  const end = words.findIndex(({ text }) => text === "");
  const said = modifier || end !== -1 ? words.slice(modifier ? 1 : 0, end === -1 ? undefined : end) : words;
  return isSomething(said) ? { line, modifier, words: said } : undefined;
};

const isSomething = (words: readonly Word[]): words is Statement["words"] => words.length > 0;

const headed = (kind: SectionKind, header: Statement, above: readonly Section[]) => {
  const [, first, second, third] = header.words;
  if (kind === "defaults" && first?.text === "from" && second && !third)
    return { kind, header, name: undefined, from: second, defaults: named(second, above) };
  const inherits = kind === "defaults" || kind === "frontend" || kind === "backend" || kind === "listen";
  const from = inherits && second?.text === "from" ? third : undefined;
  const byPosition = inherits && kind !== "defaults" ? above.at(-1) : undefined;
  return { kind, header, name: first, from, defaults: from ? named(from, above) : byPosition };
};

const named = ({ text }: Word, above: readonly Section[]): Section | undefined =>
  above.findLast(({ name }) => name?.text === text);
