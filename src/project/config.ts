import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Module } from "../modules/module.js";
import { allRules } from "../rules/all.js";
import type { Rule } from "../rules/define.js";
import { SEVERITIES } from "../rules/finding.js";
import { ruleBook } from "../rules/rule-book.js";
import { Failure } from "../text/failure.js";
import { CONFIG_FILE } from "./config-file.js";
import type { Config } from "./define-config.js";

/** What a project adds. A config is code that runs, and so it is read from the project's own folder, never from a commit. */
export const loadConfig = async (dir: string): Promise<Required<Config>> => {
  const { href } = pathToFileURL(join(dir, CONFIG_FILE));
  let loaded: { readonly default?: unknown };
  try {
    loaded = await import(href);
  } catch (error) {
    throw new Failure(`${CONFIG_FILE} can't be loaded: ${messageOf(error)}${placeIn(href, error)}`);
  }
  const given = loaded.default;
  if (!isObject(given) || Array.isArray(given)) {
    throw new Failure(
      `${CONFIG_FILE} has no default export: write export default defineConfig({ modules, rules })`,
    );
  }
  const modules = listOf(given, "modules", "a module has a name and artefacts", isModule);
  const rules = listOf(given, "rules", RULE_HAS, isRule);
  checkSlugs([...modules.flatMap((module) => module.rules ?? []), ...rules]);
  return {
    modules: modules.map((one) => guardModule(one, href)),
    rules: rules.map((one) => guardRule(one, href)),
  };
};

/** Two rules of one slug would run beside each other, and be waived, left out and explained as one. */
const checkSlugs = (own: readonly Rule[]): void => {
  const taken = new Map(ruleBook(allRules).map(({ slug }) => [slug, "mmconf has a rule of its own"]));
  for (const { slug } of own) {
    const by = taken.get(slug);
    if (by !== undefined) throw new Failure(`${CONFIG_FILE}: ${by} with the slug ${slug}: choose another`);
    taken.set(slug, "two of its rules are there");
  }
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const RULE_HAS = `a rule has a slug (area/name), a severity (${SEVERITIES.join(", ")}), title, why, how, fix, source and run`;

const isRule = (value: unknown): value is Rule =>
  isObject(value) &&
  /^[a-z0-9-]+\/[a-z0-9-]+$/.test(String(value.slug)) &&
  SEVERITIES.some((severity) => severity === value.severity) &&
  ["title", "why", "how", "fix"].every((key) => typeof value[key] === "string") &&
  Array.isArray(value.source) &&
  typeof value.run === "function";

const isModule = (value: unknown): value is Module =>
  isObject(value) &&
  typeof value.name === "string" &&
  typeof value.artefacts === "function" &&
  (value.rules === undefined || (Array.isArray(value.rules) && value.rules.every(isRule)));

const listOf = <T>(
  config: Readonly<Record<string, unknown>>,
  key: string,
  has: string,
  is: (value: unknown) => value is T,
): readonly T[] => {
  const list = config[key] ?? [];
  if (!Array.isArray(list)) throw new Failure(`${CONFIG_FILE}: ${key} is a list`);
  const wrong = list.findIndex((one) => !is(one));
  if (wrong !== -1) throw new Failure(`${CONFIG_FILE}: ${key}[${wrong}] is not whole: ${has}`);
  return list;
};

const guardModule = (module: Module, href: string): Module => ({
  ...module,
  artefacts: (fleet, fill) =>
    guarded(`its module ${module.name}`, href, () => module.artefacts(fleet, fill), "artefacts"),
  ...(module.rules && { rules: module.rules.map((rule) => guardRule(rule, href)) }),
});

const guardRule = (rule: Rule, href: string): Rule => ({
  ...rule,
  run: (fleet) => guarded(`its rule ${rule.slug}`, href, () => rule.run(fleet), "verdicts"),
});

/** What the project's own code throws is the project's fault, not a defect of mmconf. */
const guarded = <T>(who: string, href: string, run: () => readonly T[], what: string): readonly T[] => {
  let given: unknown;
  try {
    given = run();
  } catch (error) {
    // What mmconf's own functions say of a template or a file is said already.
    if (error instanceof Failure || (error instanceof Error && error.name === "TemplateError")) throw error;
    throw new Failure(`${CONFIG_FILE}: ${who} failed: ${messageOf(error)}${placeIn(href, error)}`);
  }
  if (!Array.isArray(given)) throw new Failure(`${CONFIG_FILE}: ${who} gives no list of ${what}`);
  return given;
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** ` (line 3)` of the config, where the error tells of it; what can't be parsed is parsed once more by node itself. */
const placeIn = (href: string, error: unknown): string => {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const ran = lineAfter(href, stack);
  if (ran !== undefined || !(error instanceof SyntaxError)) return ran === undefined ? "" : ` (line ${ran})`;
  const file = fileURLToPath(href);
  const { stderr } = spawnSync(process.execPath, ["--check", file], { encoding: "utf8" });
  const parsed = lineAfter(file, stderr ?? "");
  return parsed === undefined ? "" : ` (line ${parsed})`;
};

const lineAfter = (name: string, text: string): string | undefined => {
  const at = text.indexOf(`${name}:`);
  return at === -1 ? undefined : /^\d+/.exec(text.slice(at + name.length + 1))?.[0];
};
