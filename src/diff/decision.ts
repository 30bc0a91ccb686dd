import type { Finding } from "../rules/finding.js";
import { covers } from "../rules/waive.js";
import type { Alone, Comparison, Meaning } from "./comparison.js";
import type { WeighedWaiver } from "./waivers.js";

/** Whether the change may be merged by mmconf's rules, and in one sentence why. */
export interface Decision {
  readonly merge: "fine" | "look" | "stop";
  readonly because: string;
}

export const decide = (comparison: Comparison): Decision => {
  const { meaning, alone, missing, after } = comparison;
  if (missing.after !== null) return { merge: "stop", because: `${after} ${missing.after}` };
  if (meaning !== undefined) {
    const accepted = newlyAccepted(meaning);
    return lookAt(byFindings(meaning, comparison.patch), accepted === undefined ? [] : [accepted]);
  }
  if (missing.before === null)
    return { merge: "look", because: "one side has no inventory: only the rendered lines were compared" };
  const nothing = `nothing to compare with: before, it ${missing.before}`;
  const accepted = alone && newlyAccepted(alone);
  const reasons = accepted === undefined ? [nothing] : [accepted, nothing];
  return lookAt((alone && byNew(alone)) ?? { merge: "fine", because: "" }, reasons);
};

/** A decision with what else is to be looked at; where there was nothing before, that is the reason. */
const lookAt = (decision: Decision, reasons: readonly string[]): Decision => {
  if (reasons.length === 0) return decision;
  return decision.merge === "fine"
    ? { merge: "look", because: reasons.join("; ") }
    : { ...decision, because: [decision.because, ...reasons].join("; ") };
};

const open = (findings: readonly Finding[], severity: Finding["severity"]): number =>
  findings.filter((finding) => finding.waived === null && finding.severity === severity).length;

const byNew = ({ findings: { appeared } }: Alone): Decision | undefined => {
  const errors = open(appeared, "error");
  if (errors > 0) return { merge: "stop", because: count(errors, "new error") };
  const warnings = open(appeared, "warning");
  return warnings > 0 ? { merge: "look", because: count(warnings, "new warning") } : undefined;
};

const byFindings = (meaning: Meaning, patch: string): Decision => {
  const byThem = byNew(meaning);
  if (byThem !== undefined) return byThem;
  const old = open(meaning.findings.stayed, "error");
  if (old > 0)
    return {
      merge: "look",
      because: `no new error; ${count(old, "existing error")} remain${old === 1 ? "s" : ""}`,
    };
  const worse = meaning.order?.worseAlone.length ?? 0;
  if (worse > 0)
    return {
      merge: "look",
      because: `no new error; ${count(worse, "part")} must not be rolled out alone: keep the order`,
    };
  return {
    merge: "fine",
    because: patch === "" ? "rendered files do not change" : "no new error and no new warning",
  };
};

/** Waivers that are named in the decision; the others are counted. */
const MAX_NAMED = 3;

/** What the change accepts that nobody has weighed yet: whoever merges it accepts that too. */
const newlyAccepted = ({ findings, waivers }: Alone): string | undefined => {
  const more = waivers.appeared.filter((waiver) => waiver.more !== null);
  const byOld = findings.appeared.filter(
    (finding) =>
      finding.waived !== null &&
      finding.severity !== "info" &&
      !more.some((waiver) => covers(waiver, finding)) &&
      waivers.stayed.some((waiver) => covers(waiver, finding)),
  );
  const named = more.slice(0, MAX_NAMED).map(acceptedInWords);
  const parts = [
    ...named,
    ...(more.length > MAX_NAMED ? [`${count(more.length - MAX_NAMED, "more waiver")}`] : []),
    ...(byOld.length > 0
      ? [`${count(byOld.length, "new finding")} accepted by a waiver that was there before`]
      : []),
  ];
  return parts.length === 0 ? undefined : parts.join(", ");
};

/** `a new waiver accepts capacity/app-slots of mirrorlist (error)`. */
const acceptedInWords = ({ rule, subject, accepts, more }: WeighedWaiver): string => {
  const what = `${rule}${subject === undefined ? "" : ` of ${subject}`}`;
  return accepts === null
    ? `a ${more} waiver of ${what} accepts nothing`
    : `a ${more} waiver accepts ${what} (${accepts})`;
};

const count = (many: number, what: string): string => `${many} ${what}${many === 1 ? "" : "s"}`;
