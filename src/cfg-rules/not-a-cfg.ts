import { readCfg } from "../haproxy/cfg/read.js";
import { readSections } from "../haproxy/cfg/sections.js";

/** Why a text is no haproxy.cfg, and what to check in its place; undefined where it is one. */
export const whyNotCfg = (text: string): string | undefined => {
  if (text.trim() === "") return "it is empty";
  const cfg = readCfg(text);
  const marked = cfg.lines.find((line) =>
    line.words.some(({ column }) => MARK.test(line.text.slice(column - 1))),
  );
  if (marked) return `line ${marked.number} is of a template: check the file that is rendered from it`;
  if (readSections(cfg).sections.length > 0) return undefined;
  if (text.includes("\0")) return "it is binary";
  return "it holds no section of a haproxy.cfg, such as global, defaults, frontend or backend";
};

/** A word that holds, outside quotes, what opens one of Jinja, Go, Mustache or ERB: no word of HAProxy's does. */
const MARK = /^[^\s"'\\#]*(?:\{\{|\{%|\{#|<%[=#\s-])/;
