import type { Ran } from "./figures/ran.js";
import type { StormSubject } from "./figures/subject.js";
import { addSums } from "./figures/sums.js";

/** What was simulated of one environment; with a sweep, at one value. */
export interface Case extends Ran {
  readonly subject: StormSubject;
  /** The value that a sweep has set; null without a sweep. */
  readonly value: string | null;
  /** How many runs it has in all, in whatever parts they were done. */
  readonly of: number;
}

/** Cases of several parts of one simulation, put together; or why they are not of one. */
export type Merged =
  | { readonly ok: true; readonly cases: readonly Case[] }
  | { readonly ok: false; readonly reason: string };

export const mergeCases = (parts: readonly Case[]): Merged => {
  const groups = new Map<string, Case>();
  for (const part of parts) {
    const key = JSON.stringify([part.subject.environment, part.value]);
    const known = groups.get(key);
    if (known === undefined) {
      groups.set(key, part);
      continue;
    }
    const { subject } = part;
    if (JSON.stringify(known.subject) !== JSON.stringify(subject))
      return { ok: false, reason: `the parts of ${subject.environment} are not of one storm, seed and tier` };
    if (known.of !== part.of)
      return {
        ok: false,
        reason: `the parts of ${subject.environment} are of ${known.of} runs and of ${part.of}`,
      };
    const done = new Set(known.runs.map(({ run }) => run));
    const twice = part.runs.find(({ run }) => done.has(run));
    if (twice !== undefined)
      return { ok: false, reason: `run ${twice.run + 1} of ${subject.environment} is in two of the parts` };
    groups.set(key, {
      ...known,
      runs: [...known.runs, ...part.runs].sort((a, b) => a.run - b.run),
      sums: addSums(known.sums, part.sums),
    });
  }
  return { ok: true, cases: [...groups.values()] };
};
