import type { Status } from "../plan/outcome.js";
import type { Estimate } from "./estimate.js";
import { DIFFERENCE, estimate } from "./estimate.js";
import type { RunFigures } from "./run-figures.js";
import { answers } from "./run-figures.js";
import type { StormSubject } from "./subject.js";

/** The runs of one environment. */
interface SubjectRuns {
  readonly subject: StormSubject;
  readonly runs: readonly RunFigures[];
}

/** What the second environment has more than the first, run by run with the same requests: a positive figure is an increase. */
export interface StormDifference {
  readonly answered: Estimate;
  readonly failed500: Estimate;
  readonly failed503: Estimate;
  readonly failed504: Estimate;
  readonly p50: Estimate;
  readonly p99: Estimate;
  readonly downEvents: Estimate;
}

export const differenceOf = (first: SubjectRuns, second: SubjectRuns): StormDifference => {
  const difference = (
    figure: (run: RunFigures, subject: StormSubject) => number,
    has: (run: RunFigures) => boolean = () => true,
  ): Estimate =>
    estimate(
      second.runs.flatMap((run) => {
        const other = first.runs.find((candidate) => candidate.run === run.run);
        return other === undefined || !has(run) || !has(other)
          ? []
          : [figure(run, second.subject) - figure(other, first.subject)];
      }),
      DIFFERENCE,
    );
  const share = (status: Status) =>
    difference((run, { outcomes, requests }) => {
      const count = run.outcomes.reduce(
        (sum, ended, number) => sum + (outcomes[number]?.status === status ? ended : 0),
        0,
      );
      return count / requests;
    });
  return {
    answered: share("200"),
    failed500: share("500"),
    failed503: share("503"),
    failed504: share("504"),
    p50: difference((run) => run.wait.p50, answers),
    p99: difference((run) => run.wait.p99, answers),
    downEvents: difference((run) => run.downEvents),
  };
};
