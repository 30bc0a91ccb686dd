import { createHash } from "node:crypto";
import { subjectText } from "../../fleet/subject.js";
import type { Finding } from "../../rules/finding.js";

/**
 * One hexadecimal name per finding that stays when lines move or figures change: what is wrong (rule), where it is wrong
 * (environment), with what (subject). Findings that agree in all three are distinguished by their order.
 */
export const fingerprints = (findings: readonly Finding[]): readonly string[] => {
  const seen = new Map<string, number>();
  return findings.map(({ rule, environment, subject }) => {
    const identity = JSON.stringify([rule, environment, subjectText(subject)]);
    const before = seen.get(identity) ?? 0;
    seen.set(identity, before + 1);
    return createHash("sha256")
      .update(before === 0 ? identity : `${identity}${before}`)
      .digest("hex");
  });
};
