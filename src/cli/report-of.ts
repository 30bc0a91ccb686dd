import type { Loaded } from "../api/load.js";
import type { Project } from "../project/project.js";
import type { Report } from "../report/findings/report.js";
import type { Finding } from "../rules/finding.js";
import type { RuleTally } from "../rules/run.js";
import { validate } from "../rules/validate.js";

/** Validates what was loaded, and gathers what there is to say of it. `only` keeps the findings of some rules. */
export const reportOf = (
  project: Project,
  loaded: readonly Loaded[],
  today: string,
  only: readonly string[] = [],
): Report => {
  const findings: Finding[] = [];
  const rules: RuleTally[] = [];
  for (const environment of loaded) {
    if (!environment.ok) {
      for (const finding of environment.findings) findings.push(finding);
      continue;
    }
    const validation = validate(environment.fleet, { today, rules: project.rules, only });
    for (const finding of validation.findings) findings.push(finding);
    rules.push(validation.tally);
  }
  return {
    environments: loaded.map((environment) => environment.environment),
    findings,
    sources: new Map(loaded.flatMap((environment) => [...environment.sources])),
    rules,
  };
};
