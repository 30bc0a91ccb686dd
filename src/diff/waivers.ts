import type { Waiver } from "../fleet/fleet.js";
import type { Finding, Severity } from "../rules/finding.js";
import { SEVERITIES } from "../rules/finding.js";
import { covers } from "../rules/waive.js";

/** A waiver as a reviewer weighs it. */
export interface WeighedWaiver extends Waiver {
  /** The worst of the findings that it accepts; null where it accepts none. */
  readonly accepts: Severity | null;
  /** Whether it accepts what no waiver did before the change; "widened" where one did for a shorter time or for less. */
  readonly more: "new" | "widened" | null;
}

/** Waivers with what they accept, `before` being those of the other side. */
export const weigh = (
  waivers: readonly Waiver[],
  before: readonly Waiver[],
  findings: readonly Finding[],
): readonly WeighedWaiver[] =>
  waivers.map((waiver) => {
    const accepted = new Set(
      findings
        .filter((finding) => finding.waived !== null && covers(waiver, finding))
        .map(({ severity }) => severity),
    );
    return {
      ...waiver,
      accepts: SEVERITIES.find((severity) => accepted.has(severity)) ?? null,
      more: moreThan(waiver, before),
    };
  });

const moreThan = (waiver: Waiver, before: readonly Waiver[]): WeighedWaiver["more"] => {
  const ofRule = before.filter(({ rule }) => rule === waiver.rule);
  const ofAll = ofRule.filter(({ subject }) => subject === undefined || subject === waiver.subject);
  if (ofAll.some(({ until }) => until >= waiver.until)) return null;
  return ofAll.length > 0 || (waiver.subject === undefined && ofRule.length > 0) ? "widened" : "new";
};
