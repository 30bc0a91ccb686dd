import type Handlebars from "handlebars";
import { handlebarsPackage } from "../text/on-demand.js";
import { showCount } from "../text/units.js";

/** Called before each part of a template that may be run more than once. */
const STEP = "mmconf-step";

/**
 * How every template is compiled: a value that the view lacks is an error, nothing is escaped as HTML, and a helper that
 * calls a function, or prints, is not there.
 */
export const COMPILE = {
  strict: true,
  noEscape: true,
  knownHelpersOnly: true,
  knownHelpers: { [STEP]: true, log: false, helperMissing: false, blockHelperMissing: false },
  preventIndent: true,
} as const;

let made: typeof Handlebars | undefined;

/** Handlebars with a count of steps. */
export const engine = (): typeof Handlebars => {
  if (made === undefined) {
    made = handlebarsPackage().create();
    countSteps(made);
  }
  return made;
};

/**
 * A template is somebody's program: each in each, or partials that call one another, could keep it busy for ever or
 * fill the memory. So its steps are counted. A fleet of 100,000 servers takes about two million.
 */
export const MAX_STEPS = 10_000_000;
/** What is longer than this is no configuration file. */
export const MAX_CHARACTERS = 64 * 1024 * 1024;
/** A template of a whole tier is a few thousand characters long. */
const LONGEST_TEMPLATE = 1024 * 1024;
/** Compiling takes time with the square of these two: at the bounds, a tenth of a second. */
const MAX_TAGS = 2000;
const MAX_DEPTH = 50;

/** Counts the steps of one filling. */
export interface Steps {
  left: number;
}

/** Teaches an engine to count, from the data that a filling is given. */
const countSteps = (engine: typeof Handlebars): void => {
  engine.registerHelper(STEP, (weight: number, { data }: { readonly data: { readonly steps: Steps } }) => {
    data.steps.left -= weight;
    if (data.steps.left < 0)
      throw new RangeError(
        `it takes more than ${showCount(MAX_STEPS)} steps: look for a nested each over the same list, or partials that call each other`,
      );
    return "";
  });
};

/** Reads a template that is short enough to be compiled. */
export const parseTemplate = (engine: typeof Handlebars, text: string): hbs.AST.Program => {
  // Called with no number, or taken for a name of the template's own, it would count nothing.
  if (text.includes(STEP)) throw new RangeError(`${STEP} is mmconf's own: choose another name`);
  if (text.length > LONGEST_TEMPLATE || text.split(/\{\{|\(/).length - 1 > MAX_TAGS)
    throw new RangeError(
      `it has more than ${showCount(MAX_TAGS)} tags and brackets, or more than ${showCount(LONGEST_TEMPLATE)} characters`,
    );
  return engine.parse(text);
};

/** Puts a step before each part of a template that may be run more than once. */
export const withSteps = (program: hbs.AST.Program): hbs.AST.Program => {
  boundProgram(program, 0);
  return program;
};

/** Every loop and every call runs a program: a block's, its inverse's, or that of an inline partial. */
const boundProgram = (program: hbs.AST.Program, depth: number): void => {
  if (depth > MAX_DEPTH) throw new RangeError(`its blocks are nested more than ${MAX_DEPTH} deep`);
  for (const statement of program.body)
    for (const inner of programsOf(statement)) boundProgram(inner, depth + 1);
  if (depth > 0) program.body = [stepOf(program), ...program.body];
};

const programsOf = (statement: hbs.AST.Statement): readonly hbs.AST.Program[] =>
  ["program", "inverse"].flatMap((key): hbs.AST.Program[] => {
    const inner: unknown = Reflect.get(statement, key);
    return isProgram(inner) ? [inner] : [];
  });

const isProgram = (value: unknown): value is hbs.AST.Program =>
  typeof value === "object" && value !== null && "type" in value && value.type === "Program";

const stepOf = ({ body, loc }: hbs.AST.Program): hbs.AST.Statement => {
  const weight = body.length + 1;
  const step = {
    type: "MustacheStatement",
    path: { type: "PathExpression", data: false, depth: 0, parts: [STEP], original: STEP, loc },
    params: [{ type: "NumberLiteral", value: weight, original: weight, loc }],
    hash: undefined,
    escaped: true,
    strip: { open: false, close: false },
    loc,
  };
  return step as unknown as hbs.AST.MustacheStatement;
};
