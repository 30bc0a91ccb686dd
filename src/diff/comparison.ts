import type { Fleet, Waiver } from "../fleet/fleet.js";
import type { Rule } from "../rules/define.js";
import type { Finding } from "../rules/finding.js";
import { validate } from "../rules/validate.js";
import type { Change } from "./change.js";
import { compareFleets } from "./changes.js";
import type { Consequence } from "./consequences.js";
import { consequencesOf } from "./consequences.js";
import type { FailedAnswer } from "./flags.js";
import { possibleAnswers } from "./flags.js";
import type { RolloutOrder } from "./partial.js";
import { rolloutOrder } from "./partial.js";
import type { Rollout } from "./rollout.js";
import { rolloutOf } from "./rollout.js";
import type { DiffTargets } from "./targets.js";
import { compareTrees } from "./text/compare-trees.js";
import type { FilePatch } from "./text/hunks.js";
import { filePatches } from "./text/hunks.js";
import { patchOf } from "./text/patch.js";
import type { Tree } from "./text/tree.js";

/** One side of a comparison: what is rendered, and the fleet it came from where there is an inventory behind it. */
export interface Side {
  readonly name: string;
  readonly tree: Tree;
  readonly fleet: Fleet | undefined;
  /** Why there is nothing on this side: it is not there, or it can't be read. */
  readonly missing?: string;
}

/** Things on the after side alone, on the before side alone, and on both. */
export interface Delta<T> {
  readonly appeared: readonly T[];
  readonly gone: readonly T[];
  readonly stayed: readonly T[];
}

/** What a reviewer decides on, if both sides have an inventory. */
export interface Meaning {
  readonly before: Fleet;
  readonly after: Fleet;
  readonly changes: readonly (Change & { readonly rollout: Rollout })[];
  readonly consequences: readonly Consequence[];
  readonly answers: Delta<FailedAnswer>;
  readonly order: RolloutOrder | undefined;
  readonly findings: Delta<Finding>;
  readonly waivers: Delta<Waiver>;
}

/** All that there is to say of a change. */
export interface Comparison {
  readonly environment: string;
  readonly before: string;
  readonly after: string;
  readonly files: readonly FilePatch[];
  /** As `git apply` takes it; "" where both sides render the same. */
  readonly patch: string;
  readonly meaning: Meaning | undefined;
  /** Why a side is empty; null where both were read. */
  readonly missing: { readonly before: string | null; readonly after: string | null };
}

export interface CompareOptions {
  /** The day that waivers are evaluated for, as YYYY-MM-DD. */
  readonly today: string;
  readonly rules: readonly Rule[];
  readonly targets: DiffTargets;
}

export const compareSides = (
  environment: string,
  before: Side,
  after: Side,
  options: CompareOptions,
): Comparison => {
  const files = compareTrees(before.tree, after.tree);
  return {
    environment,
    before: before.name,
    after: after.name,
    files: filePatches(files),
    patch: patchOf(files),
    meaning: before.fleet && after.fleet && meaningOf(before.fleet, after.fleet, options),
    missing: { before: before.missing ?? null, after: after.missing ?? null },
  };
};

const meaningOf = (before: Fleet, after: Fleet, { today, rules, targets }: CompareOptions): Meaning => {
  const findings = (fleet: Fleet) => validate(fleet, { today, rules }).findings;
  return {
    before,
    after,
    changes: compareFleets(before, after, targets).map((change) => ({
      ...change,
      rollout: rolloutOf(change, targets),
    })),
    consequences: consequencesOf(before, after, targets),
    answers: deltaOf(possibleAnswers(before), possibleAnswers(after), (answer) => answer.flags),
    order: rolloutOrder(before, after, { rules, targets }),
    findings: deltaOf(findings(before), findings(after), identityOf),
    waivers: deltaOf(before.waivers, after.waivers, ({ rule, subject, reason, until }) =>
      JSON.stringify([rule, subject, reason, until]),
    ),
  };
};

/** A finding that changed its severity, or was waived, is another to a reviewer; new figures alone are not. */
const identityOf = ({ rule, subject, severity, waived }: Finding): string =>
  JSON.stringify([rule, subject, severity, waived !== null]);

const deltaOf = <T>(before: readonly T[], after: readonly T[], keyOf: (item: T) => string): Delta<T> => {
  const [had, has] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  return {
    appeared: after.filter((item) => !had.has(keyOf(item))),
    gone: before.filter((item) => !has.has(keyOf(item))),
    stayed: after.filter((item) => had.has(keyOf(item))),
  };
};

/** Whether the change may be merged by mmconf's rules, and in one sentence why. */
export interface Decision {
  readonly merge: "fine" | "look" | "stop";
  readonly because: string;
}

export const decide = ({ patch, meaning, missing, after }: Comparison): Decision => {
  if (missing.after !== null) return { merge: "stop", because: `${after} ${missing.after}` };
  if (missing.before !== null && meaning === undefined)
    return { merge: "look", because: `nothing to compare with: before, it ${missing.before}` };
  if (meaning === undefined)
    return { merge: "look", because: "one side has no inventory: only the rendered lines were compared" };
  const open = (findings: readonly Finding[], severity: Finding["severity"]) =>
    findings.filter((finding) => finding.waived === null && finding.severity === severity);
  const { appeared, stayed } = meaning.findings;
  const errors = open(appeared, "error").length;
  if (errors > 0) return { merge: "stop", because: `${count(errors, "new error")}` };
  const warnings = open(appeared, "warning").length;
  if (warnings > 0) return { merge: "look", because: count(warnings, "new warning") };
  const old = open(stayed, "error").length;
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

const count = (many: number, what: string): string => `${many} ${what}${many === 1 ? "" : "s"}`;
