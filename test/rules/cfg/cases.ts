import { readFileSync } from "node:fs";
import { cfgRules } from "../../../src/rules/cfg/all.js";

/** A haproxy.cfg that a rule says something of, at the lines that end with `here`, or nothing. */
export const caseOf = (slug: string, name: "fails" | "passes"): string =>
  readFileSync(`test/rules/cfg/cases/${slug}/${name}.cfg`, "utf8");

export const CFG_SLUGS: readonly string[] = cfgRules.map(({ slug }) => slug);
