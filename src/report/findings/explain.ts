import type { RuleDoc } from "../../rules/define.js";
import { wrap } from "../../text/wrap.js";
import { painter } from "../style.js";
import type { TextOptions } from "./text.js";
import { labelled } from "./text.js";

/** Where the prose begins. */
const HANG = 10;

/** One rule, for a terminal. */
export const explainOne = (rule: RuleDoc, { color, columns }: TextOptions): string => {
  const paint = painter(color);
  const part = (label: string, text: string) => labelled(label, text, { paint, columns, hang: HANG });
  const lines = [
    `${paint(rule.severity, rule.severity)} ${paint("strong", rule.slug)}`,
    ...part("rule", rule.title),
    ...part("why", rule.why),
    ...part("how", rule.how),
    ...part("fix", rule.fix),
    ...rule.source.flatMap((source, index) => part(index === 0 ? "source" : "", source)),
  ];
  return `${lines.join("\n")}\n`;
};

/** Every rule with its severity, a line each. */
export const listRules = (rules: readonly RuleDoc[], { color, columns }: TextOptions): string => {
  const paint = painter(color);
  const slug = Math.max(...rules.map((rule) => rule.slug.length));
  const lines = rules.map((rule) => {
    const lead = slug + "warning".length + 4;
    const [first = "", ...more] = wrap(rule.title, columns - lead, columns - lead);
    const head = `${paint("strong", rule.slug.padEnd(slug))}  ${paint(rule.severity, rule.severity.padEnd(7))}  ${first}`;
    return [head, ...more.map((line) => " ".repeat(lead) + line)].join("\n");
  });
  return `${lines.join("\n")}\n\nmmconf explain SLUG shows one in full.\n`;
};
