import type { Configuration } from "../../haproxy/cfg/configuration.js";
import type { Checked } from "../run.js";
import { compareFindings } from "../run.js";
import { cfgRules } from "./all.js";
import { cfgOf, findingOf } from "./define.js";

/** Runs every rule that needs nothing but the files. */
export const checkCfg = (configuration: Configuration): Checked => {
  const cfg = cfgOf(configuration);
  const ran = cfgRules.map((rule) => rule.judge(cfg).map((fault) => findingOf(rule, fault)));
  const failed = ran.filter((findings) => findings.length > 0).length;
  return {
    findings: ran.flat().sort(compareFindings),
    tally: {
      environment: "",
      applied: ran.length,
      passed: ran.length - failed,
      failed,
      lacked: 0,
    },
  };
};
