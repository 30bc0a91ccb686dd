import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { allRules } from "../api/built-in.js";
import type { Module } from "../extend/module.js";
import type { Runtime } from "../extend/runtime.js";
import { rulesOf } from "../extend/targets.js";
import type { Rule } from "../rules/define.js";
import { SEVERITIES } from "../rules/finding.js";
import { ruleBook } from "../rules/rule-book.js";
import { Failure } from "../text/failure.js";
import { nearest } from "../text/nearest.js";
import type { Config } from "./define-config.js";
import { CONFIG_FILE } from "./define-config.js";

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
  const unknown = Object.keys(given).find((key) => !KEYS.some((known) => known === key));
  if (unknown !== undefined) throw new Failure(unknownKey(unknown));
  const modules = listOf(given, "modules", "a module has a name and artefacts", isModule);
  const runtimes = listOf(given, "runtimes", "a runtime has a key, a name, a schema and bind", isRuntime);
  const rules = listOf(given, "rules", RULE_HAS, isRule);
  checkSlugs([...rulesOf({ modules, runtimes }), ...rules]);
  return {
    modules: modules.map((one) => guardTarget(one, `its module ${one.name}`, href)),
    runtimes: runtimes.map((one) => guardTarget(one, `its runtime ${one.name}`, href)),
    rules: rules.map((one) => guardRule(one, href)),
  };
};

/** Two rules of one slug would run beside each other, and be waived, left out and explained as one. */
const checkSlugs = (own: readonly Rule[]): void => {
  const taken = new Map(ruleBook(allRules).map(({ slug }) => [slug, "mmconf already has a rule"]));
  for (const { slug } of own) {
    const by = taken.get(slug);
    if (by !== undefined) throw new Failure(`${CONFIG_FILE}: ${by} with the slug ${slug}: choose another`);
    taken.set(slug, "it already has a rule");
  }
};

const KEYS = ["modules", "runtimes", "rules"] as const satisfies readonly (keyof Config)[];

/** Left alone, what stands under it would be believed to run. */
const unknownKey = (key: string): string => {
  const close = nearest(key, KEYS);
  return `${CONFIG_FILE}: there is no ${key}: ${close ? `did you mean ${close}?` : `it takes ${KEYS.join(", ")}`}`;
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
  hasRules(value);

const isRuntime = (value: unknown): value is Runtime =>
  isObject(value) &&
  typeof value.key === "string" &&
  typeof value.name === "string" &&
  isObject(value.schema) &&
  typeof value.bind === "function" &&
  hasRules(value);

const hasRules = ({ rules }: Readonly<Record<string, unknown>>): boolean =>
  rules === undefined || (Array.isArray(rules) && rules.every(isRule));

const listOf = <T>(
  config: Readonly<Record<string, unknown>>,
  key: string,
  has: string,
  is: (value: unknown) => value is T,
): readonly T[] => {
  const list = config[key] ?? [];
  if (!Array.isArray(list)) throw new Failure(`${CONFIG_FILE}: ${key} must be a list`);
  const wrong = list.findIndex((one) => !is(one));
  if (wrong !== -1) throw new Failure(`${CONFIG_FILE}: ${key}[${wrong}] is incomplete: ${has}`);
  return list;
};

/** Of a target's own functions those that give a list, and what it is a list of. */
const LISTS: Readonly<Record<string, string>> = {
  artefacts: "artefacts",
  moves: "moves",
  settings: "settings",
  consequences: "figures",
};

const guardTarget = <T extends Module | Runtime>(target: T, who: string, href: string): T => {
  const guardedEntries = Object.entries(target).map(([key, value]): [string, unknown] => {
    if (key === "rules") return [key, target.rules?.map((rule) => guardRule(rule, href))];
    if (key === "service" || key === "simulated") return [key, guardFunctions(value, who, href)];
    return [key, guardFunction(value, key, who, href)];
  });
  return { ...target, ...Object.fromEntries(guardedEntries) };
};

const guardFunctions = (value: unknown, who: string, href: string): unknown =>
  isObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [key, guardFunction(inner, key, who, href)]),
      )
    : value;

const guardFunction = (value: unknown, key: string, who: string, href: string): unknown => {
  if (typeof value !== "function") return value;
  const list = LISTS[key];
  return (...args: readonly unknown[]): unknown => guarded(who, href, () => value(...args) as unknown, list);
};

const guardRule = (rule: Rule, href: string): Rule => ({
  ...rule,
  run: (fleet) => guarded(`its rule ${rule.slug}`, href, () => rule.run(fleet), "results"),
});

/** What the project's own code throws is the project's fault, not a defect of mmconf. */
const guarded = <T>(who: string, href: string, run: () => T, list: string | undefined): T => {
  let given: T;
  try {
    given = run();
  } catch (error) {
    // What mmconf's own functions say of a template or a file is said already.
    if (error instanceof Failure || (error instanceof Error && error.name === "TemplateError")) throw error;
    throw new Failure(`${CONFIG_FILE}: ${who} failed: ${messageOf(error)}${placeIn(href, error)}`);
  }
  if (list !== undefined && !Array.isArray(given))
    throw new Failure(`${CONFIG_FILE}: ${who} returns no list of ${list}`);
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
