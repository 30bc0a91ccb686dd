import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { allRules } from "../../src/api/built-in.js";
import { validate } from "../../src/api/library.js";
import { loadInventory } from "../../src/api/load.js";
import { formatText } from "../../src/report/findings/text.js";
import type { Rule, RuleDoc } from "../../src/rules/define.js";
import { ruleBook } from "../../src/rules/rule-book.js";
import { cell, NOTE } from "./note.js";

const CASES = "test/rules/cases";

/** Waivers play no part in the cases: any day gives the same page. */
const DAY = "2026-01-01";

/** A page for each rule with the inventories that its tests use, and the list of all rules. */
export const rulePages = (root: string): readonly (readonly [string, string])[] => {
  const rules = ruleBook(allRules);
  return [
    ["docs/rules/README.md", listPage(rules)],
    ...allRules.map((rule): [string, string] => [`docs/rules/${rule.slug}.md`, rulePage(root, rule)]),
  ];
};

const listPage = (rules: readonly RuleDoc[]): string => {
  const own = new Set(allRules.map((rule) => rule.slug));
  const row = (rule: RuleDoc) =>
    `| ${own.has(rule.slug) ? `[${rule.slug}](${rule.slug}.md)` : `\`${rule.slug}\``} | ${rule.severity} | ${cell(rule.title)} |`;
  const table = (of: readonly RuleDoc[]) => [
    "| rule | severity | what it holds true |",
    "|---|---|---|",
    ...of.map(row),
    "",
  ];
  return [
    NOTE,
    "# Rules",
    "",
    `${own.size} rules hold a fleet to what HAProxy, Apache, mod_wsgi and the kernel do. \`mmconf explain SLUG\``,
    "prints the same in a terminal. The base inventory that the examples extend is",
    "[base.yaml](../../test/rules/cases/base.yaml).",
    "",
    ...table(rules.filter((rule) => own.has(rule.slug))),
    "## Waivers and the inventory's own shape",
    "",
    ...table(rules.filter((rule) => !own.has(rule.slug))),
  ].join("\n");
};

const rulePage = (root: string, rule: Rule): string =>
  [
    NOTE,
    `# ${rule.slug}`,
    "",
    `**${rule.severity}**: ${rule.title}`,
    "",
    `**Why.** ${rule.why}`,
    "",
    `**How it is computed.** ${rule.how}`,
    "",
    `**Fix.** ${rule.fix}`,
    "",
    "**Source.**",
    "",
    ...rule.source.map((source) => `- ${source}`),
    "",
    ...example(root, rule, "An inventory that fails it", "fails.yaml"),
    ...example(root, rule, "An inventory that passes it", "passes.yaml"),
    ...example(root, rule, "An inventory that lacks what it needs", "lacks.yaml"),
  ].join("\n");

const example = (root: string, rule: Rule, heading: string, name: string): string[] => {
  const file = posix.join(CASES, rule.slug, name);
  if (!existsSync(join(root, file))) return [];
  const text = readFileSync(join(root, file), "utf8");
  const said = reportOf(root, rule, file);
  return [
    `## ${heading}`,
    "",
    "```yaml",
    text.trimEnd(),
    "```",
    "",
    ...(said === "" ? [] : ["```", said, "```", ""]),
  ];
};

const reportOf = (root: string, rule: Rule, file: string): string => {
  const loaded = loadInventory(file, {
    read: (name) => ({ ok: true, text: readFileSync(join(root, name), "utf8") }),
  });
  if (!loaded.ok) throw new Error(`${file}: ${loaded.findings.map((finding) => finding.message).join("; ")}`);
  const { findings } = validate(loaded.fleet, { today: DAY, rules: [rule] });
  if (findings.length === 0) return "";
  const report = formatText(
    { environments: [], findings, sources: loaded.sources, rules: [] },
    { color: false, columns: 100 },
  );
  // The page shows one rule on one inventory: a table of all says nothing.
  return report.split(/^environment /m)[0]?.trimEnd() ?? "";
};
