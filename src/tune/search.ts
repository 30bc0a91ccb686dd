import type { Fleet } from "../fleet/fleet.js";
import type { Finding } from "../rules/finding.js";
import { atLeast } from "../rules/finding.js";
import { simulateBy } from "../simulate/simulate.js";
import type { Runner } from "../simulate/work.js";
import type { Choice } from "./choice.js";
import { movedService } from "./moved-service.js";
import type { Kept } from "./pins.js";
import { heed } from "./pins.js";
import { queueChoices } from "./queue.js";
import { moveUnits } from "./slots.js";
import type { Moved, Terms } from "./stages.js";
import { lay, moveAll } from "./stages.js";
import { unitChoices } from "./units.js";
import { moveWaivers } from "./waivers.js";

export interface Trial extends Terms {
  readonly storm: string;
  readonly runs: number;
  readonly seed: number;
  readonly runner: Runner;
  readonly judge: (fleet: Fleet) => readonly Finding[];
}

/** One choice with all that follows from it, and how it did. */
export interface Tried {
  readonly choice: Choice;
  readonly moved: Moved;
  readonly remaining: readonly Finding[];
  readonly answered: number;
  readonly p99: number;
}

/** Waits that differ by less than this part are the same to anybody who waits. */
const WORTH_A_MOVE = 0.02;
/** Past it, fewer answers are worse than any finding. */
const WORTH_A_RULE = 0.001;
const LOST_A_REQUEST = 1e-6;

const KEPT: Choice = { units: undefined, share: "traffic", queue: undefined };

/** The best of all that was tried, and the others. */
export interface Found {
  readonly best: Tried;
  readonly tried: readonly Tried[];
}

export interface Searched extends Found {
  /** Moves to as many processes as memory holds, which pins kept from being tried. */
  readonly untried: readonly Kept[];
}

/** Settles the free numbers one after the other; the first candidate of each is the least change, and stays unless another does better. */
export const search = async (fleet: Fleet, trial: Trial): Promise<Searched> => {
  const asked = {
    fleet,
    rules: new Set(trial.judge(fleet).map(({ rule }) => rule)),
    moved: (count: number | undefined) =>
      moveAll(fleet, { ...KEPT, units: unitsOf(fleet, count) }, trial).fleet,
  };
  const all = unitChoices(asked).map((units) => {
    const choice: Choice = { ...KEPT, units };
    return { choice, ...heed(moveUnits(fleet, choice), trial.pins) };
  });
  const free = all.flatMap((one) => (one.free.length === 0 ? [] : [one.choice]));
  const kept = all.at(-1)?.kept ?? [];
  const units = await best(
    [KEPT, ...free].map((choice) => ({ ...choice, queue: likeliestQueue(fleet, choice, trial) })),
    fleet,
    trial,
  );
  const share = await among(units, [{ ...units.best.choice, share: "equal" }], fleet, trial);
  const { choice } = share.best;
  const [, ...others] = queueChoices(fleet, moveAll(fleet, { ...choice, queue: undefined }, trial).fleet);
  const queues = others.map((queue) => ({ ...choice, queue }));
  return { ...(await among(share, queues, fleet, trial)), untried: kept };
};

const unitsOf = (fleet: Fleet, count: number | undefined): Choice["units"] => {
  const service = movedService(fleet);
  return count === undefined || service === undefined
    ? undefined
    : { service, setting: "", count, because: "", rule: undefined };
};

const likeliestQueue = (fleet: Fleet, choice: Choice, trial: Trial): Choice["queue"] =>
  queueChoices(fleet, moveAll(fleet, choice, trial).fleet)[0];

/** An error or a warning that nobody has accepted. */
export const isOpen = ({ severity, waived }: Finding): boolean =>
  waived === null && atLeast(severity, "warning");

export const tryOut = (fleet: Fleet, choice: Choice, trial: Trial): Promise<Tried> =>
  run(choice, moveFor(fleet, choice, trial), trial);

const moveFor = (fleet: Fleet, choice: Choice, trial: Trial): Moved => {
  const bare = moveAll(fleet, choice, trial);
  return lay(bare, moveWaivers(bare.fleet, trial.judge(bare.fleet)), trial);
};

const run = async (choice: Choice, moved: Moved, trial: Trial): Promise<Tried> => {
  trial.runner.expect(trial.runs);
  const remaining = trial.judge(moved.fleet).filter(isOpen);
  const simulated = await simulateBy(trial.runner, moved.fleet, trial);
  const { answered, p99 } = simulated.ok
    ? { answered: simulated.prediction.answered.mean, p99: simulated.prediction.wait.p99.mean }
    : { answered: 0, p99: Number.POSITIVE_INFINITY };
  return { choice, moved, remaining, answered, p99 };
};

const best = async (
  [first = KEPT, ...rest]: readonly Choice[],
  fleet: Fleet,
  trial: Trial,
): Promise<Found> => {
  const tried = await tryOut(fleet, first, trial);
  return among({ best: tried, tried: [tried] }, rest, fleet, trial);
};

/** Tries choices that come to other values than those before. */
const among = async (
  found: Found,
  choices: readonly Choice[],
  fleet: Fleet,
  trial: Trial,
): Promise<Found> => {
  const known = new Set(found.tried.map(({ moved }) => valuesOf(moved)));
  const others = choices.flatMap((choice) => {
    const moved = moveFor(fleet, choice, trial);
    const values = valuesOf(moved);
    if (known.has(values)) return [];
    known.add(values);
    return [{ choice, moved }];
  });
  const tried = await Promise.all(others.map(({ choice, moved }) => run(choice, moved, trial)));
  return {
    best: tried.reduce((leader, next) => (isBetter(next, leader) ? next : leader), found.best),
    tried: [...found.tried, ...tried],
  };
};

const valuesOf = ({ moves }: Moved): string => JSON.stringify(moves.map(({ path, value }) => [path, value]));

/** More answers, fewer errors, fewer warnings, shorter waits: in this order. */
const isBetter = (a: Tried, b: Tried): boolean => {
  if (Math.abs(a.answered - b.answered) > WORTH_A_RULE) return a.answered > b.answered;
  for (const severity of ["error", "warning"] as const) {
    const count = ({ remaining }: Tried) =>
      remaining.filter((finding) => finding.severity === severity).length;
    if (count(a) !== count(b)) return count(a) < count(b);
  }
  if (Math.abs(a.answered - b.answered) > LOST_A_REQUEST) return a.answered > b.answered;
  return a.p99 < b.p99 * (1 - WORTH_A_MOVE);
};
