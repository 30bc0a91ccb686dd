import type { RunFigures } from "./figures.js";
import type { Sample } from "./series.js";

/** The state of the tier at `t` seconds. */
export interface Moment extends Sample {
  readonly t: number;
}

/** The mean of the runs at each moment; one that is over has nothing under way. */
export const momentsOf = (runs: readonly RunFigures[]): readonly Moment[] => {
  const step = Math.max(...runs.map((run) => run.step), 0);
  const series = runs.map((run) => coarser(run, step));
  const length = Math.max(...series.map((samples) => samples.length), 0);
  const mean = (at: number, measure: keyof Sample): number =>
    series.reduce((sum, samples) => sum + (samples[at]?.[measure] ?? 0), 0) / runs.length;
  return Array.from({ length }, (_, at) => ({
    t: ((at + 1) * step) / 1000,
    queued: mean(at, "queued"),
    busy: mean(at, "busy"),
    waiting: mean(at, "waiting"),
    failed: mean(at, "failed"),
    down: mean(at, "down"),
  }));
};

/** The samples at the longer steps of another run; steps are powers of two of one another. */
const coarser = ({ samples, step }: RunFigures, longer: number): readonly Sample[] => {
  const each = longer / step;
  if (each === 1) return samples;
  return Array.from({ length: Math.floor(samples.length / each) }, (_, at) => {
    const covered = samples.slice(at * each, (at + 1) * each);
    const last = covered.at(-1);
    const failed = covered.reduce((sum, sample) => sum + sample.failed, 0);
    return last === undefined ? EMPTY : { ...last, failed };
  });
};

const EMPTY: Sample = { queued: 0, busy: 0, waiting: 0, failed: 0, down: 0 };
