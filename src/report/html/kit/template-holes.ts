/** Where a value of a template stands: among text, or between the double quotes of an attribute. */
export type Hole = "text" | "attribute";

/** Attributes whose value is run, fetched or obeyed: escaping does not make it harmless. */
const OBEYED_ATTRIBUTE = /^(?:on.*|style|src|srcset|srcdoc|action|formaction|http-equiv)$/i;

/** Their content is not read as text. */
const RAW_ELEMENT = /^<(?:script|style|textarea|xmp|iframe|noembed|noframes|plaintext)\b/i;

/**
 * The holes of a template, in order. Throws where a value would stand in a place that escaping does not guard: a tag's
 * or an attribute's name, a value without double quotes, an address, a script; and where the template leaves a tag open.
 */
export const holesOf = (strings: readonly string[]): readonly Hole[] => {
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
