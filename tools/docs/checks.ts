import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { loadInventory } from "../../src/api/load.js";
import { formatText } from "../../src/report/findings/text.js";
import { allChecks } from "../../src/rules/all.js";
import type { Check, Rule } from "../../src/rules/define.js";
import { ruleBook } from "../../src/rules/rule-book.js";
import { validate } from "../../src/rules/validate.js";
import { cell, NOTE } from "./note.js";

const CASES = "test/rules/cases";

/** Waivers play no part in the cases: any day gives the same page. */
const DAY = "2026-01-01";

/** A page for each check with the inventories that its tests use, and the list of all rules. */
export const checkPages = (root: string): readonly (readonly [string, string])[] => {
  const rules = ruleBook(allChecks);
  const inBook = new Map(rules.map((rule) => [rule.slug, rule]));
  return [
    ["docs/rules/README.md", listPage(rules)],
    ...allChecks.map((check): [string, string] => [
      `docs/rules/${check.slug}.md`,
      checkPage(root, check, inBook.get(check.slug) ?? check),
    ]),
  ];
};

const listPage = (rules: readonly Rule[]): string => {
  const checks = new Set(allChecks.map((check) => check.slug));
  const row = (rule: Rule) =>
    `| ${checks.has(rule.slug) ? `[${rule.slug}](${rule.slug}.md)` : `\`${rule.slug}\``} | ${rule.severity} | ${cell(rule.title)} |`;
  const table = (of: readonly Rule[]) => [
    "| rule | severity | what it holds true |",
    "|---|---|---|",
    ...of.map(row),
    "",
  ];
  return [
    NOTE,
    "# Rules",
    "",
    `${checks.size} checks hold a fleet against what HAProxy, Apache, mod_wsgi and the kernel do. \`mmconf explain SLUG\``,
    "prints the same in a terminal. The base inventory that the examples extend is",
    "[base.yaml](../../test/rules/cases/base.yaml).",
    "",
    ...table(rules.filter((rule) => checks.has(rule.slug))),
    "## Waivers and the inventory's own shape",
    "",
    ...table(rules.filter((rule) => !checks.has(rule.slug))),
  ].join("\n");
};

const checkPage = (root: string, check: Check, rule: Rule): string =>
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
    `**Mend.** ${rule.mend}`,
    "",
    "**Source.**",
    "",
    ...rule.source.map((source) => `- ${source}`),
    "",
    ...example(root, check, "An inventory that fails it", "fails.yaml"),
    ...example(root, check, "An inventory that passes it", "passes.yaml"),
    ...example(root, check, "An inventory that lacks what it needs", "lacks.yaml"),
  ].join("\n");

const example = (root: string, check: Check, heading: string, name: string): string[] => {
  const file = posix.join(CASES, check.slug, name);
  if (!existsSync(join(root, file))) return [];
  const text = readFileSync(join(root, file), "utf8");
  const said = reportOf(root, check, file);
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

const reportOf = (root: string, check: Check, file: string): string => {
  const loaded = loadInventory(file, {
    read: (name) => ({ ok: true, text: readFileSync(join(root, name), "utf8") }),
  });
  if (!loaded.ok) throw new Error(`${file}: ${loaded.findings.map((finding) => finding.message).join("; ")}`);
  const { findings } = validate(loaded.fleet, { today: DAY, checks: [check] });
  if (findings.length === 0) return "";
  const report = formatText(
    { environments: [], findings, sources: loaded.sources, rules: [] },
    { color: false, columns: 100 },
  );
  // The page shows one check on one inventory: a table of all says nothing.
  return report.split(/^environment /m)[0]?.trimEnd() ?? "";
};
