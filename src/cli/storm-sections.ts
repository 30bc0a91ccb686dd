import type { Comparison } from "../diff/comparison.js";
import type { ExtraSection } from "../report/html/review/environment.js";
import { stormSection, unknownStorm } from "../report/html/storm/storm-section.js";
import type { SimulatedRuntime } from "../simulate/runtime.js";
import { simulate } from "../simulate/simulate.js";

/** A storm before and after each change; both sides are given the same requests. */
export const stormSections = (
  comparisons: readonly Comparison[],
  storm: string,
  runtimes: readonly SimulatedRuntime[],
): readonly ExtraSection[] =>
  comparisons.flatMap(({ environment, before, after, meaning }, index): ExtraSection[] => {
    if (meaning === undefined) return [];
    const old = simulate(meaning.before, { storm }, runtimes);
    const fresh = simulate(meaning.after, { storm }, runtimes);
    if (!old.ok) return [unknownStorm(environment, storm, `${before}: ${old.reason}`)];
    if (!fresh.ok) return [unknownStorm(environment, storm, `${after}: ${fresh.reason}`)];
    const sides = [
      { name: `before: ${before}`, prediction: old.prediction },
      { name: `after: ${after}`, prediction: fresh.prediction },
    ];
    return [stormSection(environment, storm, sides, index + 1)];
  });
