import { sectionOpenedBy } from "../sections.js";
import type { CfgFile } from "./configuration.js";

/** Jinja and Go templates, and ERB: their marks with what they hold, which no log format has between them. */
const TEMPLATE =
  /\{%[-+]?\s*(?:if|elif|else|endif|for|endfor|set|block|endblock|include|import|macro|raw)\b|\{\{-?\s*[\w.$"'(][^{}]*\}\}|<%[-=#\s].*%>/;

/** A page that HAProxy returns may hold such marks itself, in quotes. */
const withoutQuoted = (text: string): string => text.replaceAll(/"[^"]*"|'[^']*'/g, "");

/** Why a file is no haproxy.cfg, and what to check in its place; undefined where it may well be one. */
export const whyForeign = ({ lines }: CfgFile): string | undefined => {
  if (lines.every(({ text }) => /^\s*$/.test(text))) return "it is empty";
  const binary = lines.find(({ text }) => /\0.*\0.*\0/s.test(text));
  if (binary !== undefined) return "it is no text: it holds NULs";
  const template = lines.find(({ text, comment }) =>
    TEMPLATE.test(withoutQuoted(text.slice(0, (comment ?? text.length + 1) - 1))),
  );
  if (template !== undefined)
    return `line ${template.number} is that of a template (${TEMPLATE.exec(template.text)?.[0]}): check the file that is rendered from it`;
  const opened = lines.some(
    ({ words: [word] }) => word !== undefined && sectionOpenedBy(word.text) !== undefined,
  );
  return opened
    ? undefined
    : "it is no haproxy.cfg: no line opens a section such as global, frontend or backend";
};
