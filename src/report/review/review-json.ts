import type { Alone, Comparison, Delta, Meaning } from "../../diff/comparison.js";
import { decide } from "../../diff/decision.js";
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
      ...(comparison.alone ? aloneJson(comparison.alone) : {}),
      patch: comparison.patch,
    })),
  });

const meaningJson = ({ changes, consequences, answers, order, ...alone }: Meaning) => ({
  changes,
  consequences: consequences.map(({ name, unit, before, after, hosts }) => ({
    name,
    unit,
    before: before ?? null,
    after: after ?? null,
    given: { before: before !== undefined, after: after !== undefined },
    hosts,
  })),
  answers,
  ...aloneJson(alone),
  rollout: order
    ? {
        order: order.order,
        stuck: order.stuck,
        worse_alone: order.worseAlone.map(({ step, finding }) => ({ step, finding: findingToJson(finding) })),
      }
    : null,
});

const aloneJson = ({ findings, waivers }: Alone) => ({
  findings: each(findings, findingToJson),
  waivers: each(waivers, ({ rule, subject, reason, until, accepts, more }) => ({
    rule,
    subject: subject ?? null,
    reason,
    until,
    accepts,
    more,
  })),
});

const each = <T, U>({ appeared, gone, stayed }: Delta<T>, show: (item: T) => U): Delta<U> => ({
  appeared: appeared.map(show),
  gone: gone.map(show),
  stayed: stayed.map(show),
});
