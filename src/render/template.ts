import type Handlebars from "handlebars";
import Runtime from "handlebars/runtime.js";
import { showCount } from "../text/units.js";
import type { Steps } from "./engine.js";
import { COMPILE, engine, MAX_CHARACTERS, MAX_STEPS, parseTemplate, withSteps } from "./engine.js";
import { markTemplate } from "./mark-template.js";
import { precompiled } from "./precompiled.js";
import type { Token, View } from "./token.js";
import type { Traced } from "./trace.js";
import { markView, readMarks } from "./trace.js";

/** A template's text and the name of the file it came from, for messages. */
export interface TemplateText {
  readonly file: string;
  readonly text: string;
}

/** Gives a template by its name, such as `haproxy/haproxy.cfg`. */
export type Templates = (name: string) => TemplateText | undefined;

/** A template that can't be read, compiled or filled: a fault of the template, said with its file. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
}

// The types of handlebars/runtime name nothing; it is Handlebars without its compiler.
const runtime = Runtime as unknown as Pick<typeof Handlebars, "template">;

const compiled = new Map<string, Handlebars.TemplateDelegate>();

const compile = (text: string): Handlebars.TemplateDelegate => {
  const known = precompiled.get(text);
  return known
    ? runtime.template(known)
    : engine().compile(withSteps(parseTemplate(engine(), text)), COMPILE);
};

const run = (): Handlebars.RuntimeOptions => ({
  allowProtoMethodsByDefault: false,
  allowProtoPropertiesByDefault: false,
  data: { steps: { left: MAX_STEPS } satisfies Steps },
});

/** Fills the template `name`. A value that the view lacks is an error, and nothing is escaped as HTML: tokens come escaped for their target. */
export const fillTemplate = (templates: Templates, name: string, view: View): string =>
  withTemplate(templates, name, ({ text }) => {
    const fill = compiled.get(text) ?? compile(text);
    compiled.set(text, fill);
    return notTooLong(fill(view, run()));
  });

/** The same, and where each line came from. */
export const traceTemplate = (templates: Templates, name: string, view: View): Traced =>
  withTemplate(templates, name, (template) => {
    const tokens: Token[] = [];
    const marked = markTemplate(parseTemplate(engine(), template.text));
    const filled = engine().compile(withSteps(marked), COMPILE)(markView(view, tokens), run());
    const traced = readMarks(notTooLong(filled), template.file, tokens);
    // A line that is reported is one that is rendered, whatever a template has made of the marks.
    if (traced.content !== fillTemplate(templates, name, view))
      throw new RangeError(
        "its lines can't be traced: it holds characters that mmconf uses as marks (from U+FDD0)",
      );
    return traced;
  });

const notTooLong = (text: string): string => {
  if (text.length > MAX_CHARACTERS) throw new RangeError(TOO_LONG);
  return text;
};

const TOO_LONG = `it makes more than ${showCount(MAX_CHARACTERS)} characters`;

const withTemplate = <T>(templates: Templates, name: string, use: (template: TemplateText) => T): T => {
  const template = templates(name);
  if (template === undefined) throw new TemplateError(`there is no template ${name}`);
  try {
    return use(template);
  } catch (error) {
    throw new TemplateError(messageOf(template.file, error instanceof Error ? error.message : String(error)));
  }
};

/** Handlebars' message, its place first, in words that say what to do. */
const messageOf = (file: string, said: string): string => {
  // A parse error shows the lines before it, and names its own.
  const parsed = /^(?:Parse|Lexical) error on line (\d+)/.exec(said);
  if (parsed)
    return `${file}:${parsed[1]}: not valid Handlebars: ${/got '\w+'$/.exec(said)?.[0] ?? "no such tag"}`;
  const [, message = said, line, column] = /^(.*?)(?: - (\d+):(\d+))?$/s.exec(said) ?? [];
  const place = line === undefined ? file : `${file}:${line}:${Number(column) + 1}`;
  return `${place}: ${inWords(message)}`;
};

/** What Handlebars says of a name that is not there, and what V8 says where it is asked of a text or of nothing. */
const MISSING =
  /^"(.*)" not defined in |^Cannot use 'in' operator to search for '(.*)' in |^Cannot read properties of \w+ \(reading '(.*)'\)$/s;

const inWords = (message: string): string => {
  const missing = MISSING.exec(message)
    ?.slice(1)
    .find((name) => name !== undefined);
  if (missing !== undefined) return `there is no value ${missing} here`;
  const helper = /^You specified knownHelpersOnly, but used the unknown helper (.*)$/s.exec(message)?.[1];
  if (helper !== undefined)
    return `there is no helper ${helper}: templates have if, unless, each, with and lookup`;
  // V8's own bounds, on its stack and on the length of a string.
  if (message === "Maximum call stack size exceeded") return "its blocks or partials nest without end";
  return message === "Invalid string length" ? TOO_LONG : message;
};
