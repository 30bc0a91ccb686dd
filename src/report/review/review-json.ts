import type { Comparison, Delta, Meaning } from "../../diff/comparison.js";
import { decide } from "../../diff/comparison.js";
import { jsonText } from "../../text/json-text.js";
import { findingToJson } from "../findings/json.js";

/** Comparisons as data, figures in base units: milliseconds and bytes; null is no limit. */
export const formatReviewJson = (comparisons: readonly Comparison[], version: string): string =>
  jsonText({
    mmconf: version,
    environments: comparisons.map((comparison) => ({
      environment: comparison.environment,
      before: comparison.before,
      after: comparison.after,
      missing: comparison.missing,
      decision: decide(comparison),
      ...(comparison.meaning ? meaningJson(comparison.meaning) : {}),
      patch: comparison.patch,
    })),
  });

const meaningJson = ({ changes, consequences, answers, findings, waivers, order }: Meaning) => ({
  changes,
  consequences: consequences.map(({ name, unit, before, after }) => ({
    name,
    unit,
    before: before ?? null,
    after: after ?? null,
    given: { before: before !== undefined, after: after !== undefined },
  })),
  answers,
  findings: each(findings, findingToJson),
  waivers: each(waivers, ({ rule, subject, reason, until }) => ({
    rule,
    subject: subject ?? null,
    reason,
    until,
  })),
  rollout: order
    ? {
        order: order.order,
        stuck: order.stuck,
        worse_alone: order.worseAlone.map(({ step, finding }) => ({ step, finding: findingToJson(finding) })),
      }
    : null,
});

const each = <T, U>({ appeared, gone, stayed }: Delta<T>, show: (item: T) => U): Delta<U> => ({
  appeared: appeared.map(show),
  gone: gone.map(show),
  stayed: stayed.map(show),
});
