import type { DefaultTreeAdapterTypes } from "parse5";
import { parse } from "parse5";

type Node = DefaultTreeAdapterTypes.Node;
export type Element = DefaultTreeAdapterTypes.Element;

/** A page as a browser's parser reads it; what the parser has to fix is an error. */
export const parsePage = (text: string) => {
  const errors: string[] = [];
  const document = parse(text, {
    sourceCodeLocationInfo: true,
    onParseError: ({ code, startLine }) => errors.push(`${code} in line ${startLine}`),
  });
  return { document, errors };
};

const childrenOf = (node: Node): readonly Node[] => ("childNodes" in node ? node.childNodes : []);

const isElement = (node: Node): node is Element => "tagName" in node;

/** Elements in the order of the page. */
export const elementsOf = (node: Node): readonly Element[] =>
  childrenOf(node).flatMap((child) => [...(isElement(child) ? [child] : []), ...elementsOf(child)]);

export const withTag = (node: Node, ...tags: readonly string[]): readonly Element[] =>
  elementsOf(node).filter((element) => tags.includes(element.tagName));

export const withClass = (node: Node, name: string): readonly Element[] =>
  elementsOf(node).filter((element) => attribute(element, "class")?.split(" ").includes(name));

export const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find((each) => each.name === name)?.value;

const INLINE = new Set(["a", "code", "mark", "strong"]);

/** Text of an element and all in it as it is read: with white space folded, and what stands apart kept apart. */
export const textIn = (node: Node): string => spacedTextIn(node).replace(/\s+/g, " ").trim();

const spacedTextIn = (node: Node): string => {
  if ("value" in node) return node.value;
  if (isElement(node) && node.tagName === "style") return "";
  const text = childrenOf(node).map(spacedTextIn).join("");
  return isElement(node) && INLINE.has(node.tagName) ? text : ` ${text} `;
};

export const rawTextIn = (node: Node): string =>
  "value" in node ? node.value : childrenOf(node).map(rawTextIn).join("");

/** Elements, their attributes' names and their nesting, without any value: what a value must not change. */
export const skeletonOf = (node: Node): string => {
  const children = childrenOf(node).map(skeletonOf).join("");
  if (!isElement(node)) return children;
  return `<${[node.tagName, ...node.attrs.map(({ name }) => name)].join(" ")}>${children}</>`;
};
