import type { Loaded } from "../api/load.js";
import type { Fleet } from "../fleet/fleet.js";
import type { Project } from "../project/project.js";
import type { Report } from "../report/findings/report.js";
import type { Finding } from "../rules/finding.js";
import type { RuleTally } from "../rules/run.js";
import { validate } from "../rules/validate.js";

/** Findings with what else is asked of them. */
export type Filling = (fleet: Fleet, findings: readonly Finding[]) => readonly Finding[];

/** Validates what was loaded, and gathers what there is to say of it. `only` keeps the findings of some rules. */
export const reportOf = (
  project: Project,
  loaded: readonly Loaded[],
  today: string,
  { only = [], fill }: { readonly only?: readonly string[]; readonly fill?: Filling } = {},
): Report => {
  const findings: Finding[] = [];
  const rules: RuleTally[] = [];
  for (const environment of loaded) {
    if (!environment.ok) {
      // What can't be read has no values to try.
      for (const finding of environment.findings)
        findings.push(fill === undefined ? finding : { ...finding, set: [] });
      continue;
    }
    const validation = validate(environment.fleet, { today, rules: project.rules, only });
    const filled = fill?.(environment.fleet, validation.findings) ?? validation.findings;
    for (const finding of filled) findings.push(finding);
    rules.push(validation.tally);
  }
  return {
    environments: loaded.map((environment) => environment.environment),
    findings,
    sources: new Map(loaded.flatMap((environment) => [...environment.sources])),
    rules,
  };
};
