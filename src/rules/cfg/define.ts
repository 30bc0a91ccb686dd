import type { Configuration, SectionLine } from "../../haproxy/cfg/configuration.js";
import { placeOf } from "../../haproxy/cfg/configuration.js";
import type { Proxy } from "../../haproxy/cfg/proxies.js";
import { readProxies } from "../../haproxy/cfg/proxies.js";
import type { Word } from "../../haproxy/cfg/word.js";
import type { Origin } from "../../yaml/place.js";
import type { Fault, RuleDoc } from "../define.js";
import { defineRule } from "../define.js";
import type { Finding } from "../finding.js";

/** haproxy.cfg as rules see it. */
export interface Cfg {
  readonly configuration: Configuration;
  readonly proxies: readonly Proxy[];
}

/** What a rule says of a file; the places are those of the file. */
export type CfgFault = Omit<Fault, "kind" | "hosts" | "claims">;

/** A rule that needs nothing but the text of haproxy.cfg. */
export interface CfgRule extends RuleDoc {
  /** Undefined where it does not apply. */
  readonly judge: (cfg: Cfg) => readonly CfgFault[];
}

/** One that has the documentation of a rule on fleets says the same as that. */
export const defineCfgRule = (doc: RuleDoc, judge: CfgRule["judge"]): CfgRule => {
  const { slug, severity, title, why, how, fix, source } = defineRule({ ...doc, run: () => [] });
  return { slug, severity, title, why, how, fix, source, judge };
};

export const cfgOf = (configuration: Configuration): Cfg => ({
  configuration,
  proxies: readProxies(configuration),
});

/** Where a word stands; files have no paths within. */
export const originAt = (line: SectionLine, word: Word | undefined): Origin => ({
  ...placeOf(line, word ?? line.words[0] ?? WHOLE),
  path: "",
});

const WHOLE: Word = { text: "", column: 1, endColumn: 1, variables: [] };

export const findingOf = ({ slug, severity }: RuleDoc, fault: CfgFault): Finding => ({
  ...fault,
  rule: slug,
  severity: fault.severity ?? severity,
  environment: "",
  claims: null,
  hosts: [],
  waived: null,
});
