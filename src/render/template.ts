import type Handlebars from "handlebars";
import Runtime from "handlebars/runtime.js";
import { COMPILE } from "./compile.js";
import { handlebarsPackage } from "./handlebars-package.js";
import { markTemplate } from "./mark-template.js";
import { precompiled } from "./precompiled.js";
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

type Filled = (view: View, options: typeof RUN) => string;

const compiled = new Map<string, Filled>();

const compile = (text: string): Filled => {
  const known = precompiled.get(text);
  return known ? runtime.template(known) : handlebarsPackage().compile(text, COMPILE);
};

// The types of handlebars/runtime name nothing; it is Handlebars without its compiler.
const runtime = Runtime as unknown as Pick<typeof Handlebars, "template">;

const RUN = { allowProtoMethodsByDefault: false, allowProtoPropertiesByDefault: false } as const;

/** Fills the template `name`. A value that the view lacks is an error, and nothing is escaped as HTML: tokens come escaped for their target. */
export const fillTemplate = (templates: Templates, name: string, view: View): string =>
  withTemplate(templates, name, ({ text }) => {
    const fill = compiled.get(text) ?? compile(text);
    compiled.set(text, fill);
    return fill(view, RUN);
  });

/** The same, and where each line came from. */
export const traceTemplate = (templates: Templates, name: string, view: View): Traced =>
  withTemplate(templates, name, (template) => {
    const tokens: Token[] = [];
    const marked = handlebarsPackage().compile(markTemplate(template.text), COMPILE)(
      markView(view, tokens),
      RUN,
    );
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
