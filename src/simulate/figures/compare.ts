import { OUTCOMES } from "../world/outcome.js";
import type { Estimate } from "./estimate.js";
import { DIFFERENCE, estimate } from "./estimate.js";
import type { RunFigures } from "./figures.js";

/** What the second environment has more than the first, run by run with the same requests: a positive figure is an increase. */
export interface Comparison {
  readonly answered: Estimate;
  readonly failed503: Estimate;
  readonly failed504: Estimate;
  readonly p50: Estimate;
  readonly p99: Estimate;
  readonly downEvents: Estimate;
}

export const compare = (
  first: readonly RunFigures[],
  second: readonly RunFigures[],
  requests: readonly [number, number],
): Comparison => {
  const difference = (figure: (run: RunFigures, requests: number) => number): Estimate =>
    estimate(
      second.flatMap((run) => {
        const other = first.find((candidate) => candidate.run === run.run);
        return other === undefined ? [] : [figure(run, requests[1]) - figure(other, requests[0])];
      }),
      DIFFERENCE,
    );
  const share = (status: string) =>
    difference(
      ({ outcomes }, all) =>
        outcomes.reduce((sum, count, index) => sum + (OUTCOMES[index]?.status === status ? count : 0), 0) /
        all,
    );
  return {
    answered: share("200"),
    failed503: share("503"),
    failed504: share("504"),
    p50: difference((run) => run.wait.p50),
    p99: difference((run) => run.wait.p99),
    downEvents: difference((run) => run.downEvents),
  };
};
