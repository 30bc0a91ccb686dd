import Handlebars from "handlebars";
import { markTemplate } from "./mark-template.js";
import type { Token } from "./token.js";
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

/** What a template may show. */
export type View = { readonly [key: string]: ViewValue };
export type ViewValue = Token | string | number | boolean | null | View | readonly ViewValue[];

const engine = Handlebars.create();

const compiled = new Map<string, Handlebars.TemplateDelegate>();

const COMPILE = { strict: true, noEscape: true, knownHelpersOnly: true, preventIndent: true } as const;
const RUN = { allowProtoMethodsByDefault: false, allowProtoPropertiesByDefault: false } as const;

/** Fills the template `name`. A value that the view lacks is an error, and nothing is escaped as HTML: tokens come escaped for their target. */
export const fillTemplate = (templates: Templates, name: string, view: View): string =>
  withTemplate(templates, name, ({ text }) => {
    const fill = compiled.get(text) ?? engine.compile(text, COMPILE);
    compiled.set(text, fill);
    return fill(view, RUN);
  });

/** The same, and where each line came from. */
export const traceTemplate = (templates: Templates, name: string, view: View): Traced =>
  withTemplate(templates, name, (template) => {
    const tokens: Token[] = [];
    const marked = engine.compile(markTemplate(template.text), COMPILE)(markView(view, tokens), RUN);
    return readMarks(marked, template, tokens);
  });

const withTemplate = <T>(templates: Templates, name: string, use: (template: TemplateText) => T): T => {
  const template = templates(name);
  if (template === undefined) throw new TemplateError(`there is no template ${name}`);
  try {
    return use(template);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new TemplateError(`${template.file}: ${said}`);
  }
};
