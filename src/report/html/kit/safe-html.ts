import { escapeHtml } from "./escape.js";
import type { Hole } from "./template-holes.js";
import { holesOf } from "./template-holes.js";

/** Only this file can make one: the key is not exported. */
const TEXT = Symbol("safe html");

/** HTML in which every value is escaped. It is made by `html` alone. */
export interface SafeHtml {
  readonly [TEXT]: string;
}

type Content = string | number | SafeHtml;

/** What a template takes; "" is nothing, and a list is its items one after the other. */
export type Interpolated = Content | readonly Content[];

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
