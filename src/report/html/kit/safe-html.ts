import { visible } from "../../../text/terminal.js";

/** Only this file can make one: the key is not exported. */
const TEXT = Symbol("safe html");

/** HTML in which every value is escaped. It is made by `html` alone. */
export interface SafeHtml {
  readonly [TEXT]: string;
}

type Content = string | number | SafeHtml;

/** What a template takes; "" is nothing, and a list is its items one after the other. */
type Interpolated = Content | readonly Content[];

const holes = new WeakMap<TemplateStringsArray, readonly Hole[]>();

/**
 * HTML with values in it. What is not itself made by `html` is escaped, and a template with a value where escaping would
 * not guard it is refused with a TypeError, the first time it is used.
 */
export const html = (strings: TemplateStringsArray, ...values: readonly Interpolated[]): SafeHtml => {
  const known = holes.get(strings) ?? holesOf(strings);
  holes.set(strings, known);
  const parts = strings.map(
    (text, index) => text + (index < values.length ? write(values[index] ?? "", known[index]) : ""),
  );
  return { [TEXT]: parts.join("") };
};

const write = (value: Interpolated, hole: Hole | undefined): string => {
  if (typeof value === "string" || typeof value === "number") return escapeHtml(String(value));
  if (hole !== "text") throw new TypeError("markup stands in an attribute");
  return TEXT in value ? value[TEXT] : value.map((item) => write(item, hole)).join("");
};

/** Nothing. */
export const NOTHING: SafeHtml = { [TEXT]: "" };

/** Style rules of our own. Their text is not escaped, so that nothing may end the element from within. */
export const styleElement = (css: string): SafeHtml => {
  if (/<[/!]/.test(css)) throw new TypeError("a style sheet would end its element");
  return { [TEXT]: `<style>${css}</style>` };
};

/** The text of a page that is ready to be written. */
export const textOf = (page: SafeHtml): string => page[TEXT];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  // A page may be printed in a build log, where ##[error] and ::error:: are commands.
  "#": "&#35;",
  "::": ":&#58;",
};

/**
 * Text that says in HTML what it says, in content and in quoted attributes. Controls and marks that turn the direction
 * of text are shown as pictures, as a terminal is shown them; tabs and newlines stay.
 */
export const escapeHtml = (text: string): string =>
  text
    .replace(/[^\x20-\x7e\t\n]/gu, visible)
    .replace(/[&<>"'#]|::/g, (characters) => ENTITIES[characters] ?? characters);

/** Where a value of a template stands: among text, or between the double quotes of an attribute. */
type Hole = "text" | "attribute";

/** Attributes whose value is run, fetched or obeyed: escaping does not make it harmless. */
const OBEYED_ATTRIBUTE = /^(?:on.*|style|src|srcset|srcdoc|action|formaction|http-equiv)$/i;

/** Their content is not read as text. */
const RAW_ELEMENT = /^<(?:script|style|textarea|xmp|iframe|noembed|noframes|plaintext)\b/i;

/**
 * The holes of a template, in order. Throws where a value would stand in a place that escaping does not guard: a tag's
 * or an attribute's name, a value without double quotes, an address, a script; and where the template leaves a tag open.
 */
const holesOf = (strings: readonly string[]): readonly Hole[] => {
  const holes: Hole[] = [];
  /** The tag that the scan is in, from its `<`, without the values in it; null in text. */
  let tag: string | null = null;
  for (const [index, chunk] of strings.entries()) {
    tag = scan(tag, chunk);
    if (index < strings.length - 1) holes.push(tag === null ? "text" : attributeHole(tag));
  }
  if (tag !== null) throw new TypeError(`a template leaves a tag open: ${tag}`);
  return holes;
};

const scan = (open: string | null, chunk: string): string | null => {
  let tag = open;
  for (const character of chunk) {
    if (tag === null) {
      if (character === "<") tag = "<";
      continue;
    }
    tag += character;
    if (tag.startsWith("<!-")) throw new TypeError("a template has a comment: write it in the code");
    if (character === "'" && !isInQuotes(tag))
      throw new TypeError(`a template has a single quote in a tag: ${tag}`);
    if (character !== ">" || isInQuotes(tag)) continue;
    if (RAW_ELEMENT.test(tag)) throw new TypeError(`a template has ${tag}, whose content is not text`);
    tag = null;
  }
  return tag;
};

const isInQuotes = (tag: string): boolean => (tag.match(/"/g)?.length ?? 0) % 2 === 1;

const attributeHole = (tag: string): Hole => {
  const [, name = "", value = ""] = /\s([^\s"=<>/]+)="([^"]*)$/.exec(tag) ?? [];
  if (name === "" || !isInQuotes(tag))
    throw new TypeError(`a value stands in a tag outside of double quotes: ${tag}`);
  if (OBEYED_ATTRIBUTE.test(name)) throw new TypeError(`a value stands in ${name}, which is obeyed: ${tag}`);
  if (/^(?:xlink:)?href$/i.test(name) && !value.startsWith("#"))
    throw new TypeError(`a value stands in an address that leads out of the page: ${tag}`);
  return "attribute";
};
