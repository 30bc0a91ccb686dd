import type { Fleet } from "../fleet/fleet.js";
import { subjectText } from "../fleet/subject.js";
import { tier } from "../fleet/tier.js";
import type { Move } from "../moves/move.js";
import type { Finding } from "../rules/finding.js";
import type { Prediction } from "../simulate/figures/prediction.js";
import { simulateBy } from "../simulate/simulate.js";
import { stormForecasts } from "../storm/storms.js";
import type { Share } from "../text/units.js";
import { amend } from "./amend.js";
import type { Choice } from "./choice.js";
import type { Trial, Tried } from "./search.js";
import { isOpen } from "./search.js";
import type { Moved } from "./stages.js";
import { moveWaivers } from "./waivers.js";

/** A fleet as it is, with its open findings, and how the storm fares. */
export interface Standing {
  readonly fleet: Fleet;
  readonly found: readonly Finding[];
  readonly before: Prediction;
}

export type Sound =
  | {
      readonly ok: true;
      readonly moved: Moved;
      readonly remaining: readonly Finding[];
      readonly after: Prediction;
    }
  | { readonly ok: false; readonly reason: string };

/**
 * Takes from a proposal what would break tune's promise: no fewer answers, no longer p99, no error that was not there
 * and no more findings; nor a new warning, unless requests are answered instead of lost, and it is of those.
 */
export const keepPromise = async (standing: Standing, best: Tried, trial: Trial): Promise<Sound> => {
  const { fleet, found, before } = standing;
  const laid = (moves: readonly Move[]): Fleet => amend(fleet, moves, trial.targets);
  const withWaivers = (moves: readonly Move[]): readonly Move[] => {
    const own = laid(moves);
    return [...moves, ...moveWaivers(own, trial.judge(own))];
  };
  const judged = (moves: readonly Move[], saves: boolean): number => {
    const own = laid(withWaivers(moves));
    const remaining = trial.judge(own).filter(isOpen);
    return newFindings(found, remaining, saves) + Number(isTooMany(standing, own, best.choice, remaining));
  };
  const saves = best.answered - before.answered.mean >= SAVED;
  const proposed = best.moved.moves.filter(({ path }) => path[0] !== "accept");
  const sound = await shed(proposed, async (moves) => ({
    wrong: judged(moves, saves),
    lost: lostOf(laid(moves)),
  }));
  const kept = await shed(sound, async (moves) => {
    const simulated = await simulateBy(trial.runner, laid(moves), trial);
    if (!simulated.ok) return { wrong: Number.POSITIVE_INFINITY, lost: 1 };
    const { prediction } = simulated;
    const more = prediction.answered.mean - before.answered.mean;
    const wrong = judged(moves, more >= SAVED) + Number(!faresAsWell(before, prediction));
    return { wrong, lost: 1 - prediction.answered.mean };
  });
  const moves = withWaivers(kept);
  const moved = { moves, kept: best.moved.kept, fleet: laid(moves) };
  const after = await simulateBy(trial.runner, moved.fleet, trial);
  if (!after.ok) return after;
  const remaining = trial.judge(moved.fleet).filter(isOpen);
  return { ok: true, moved, remaining, after: after.prediction };
};

/** Share of the requests that is worth a warning about what is left of them. */
const SAVED: Share = 0.01;

/** How many findings are new, and how many more there are. */
const newFindings = (before: readonly Finding[], after: readonly Finding[], saves: boolean): number => {
  const known = new Set(before.map(identity));
  const fresh = after.filter((finding) => !known.has(identity(finding)));
  const counted = saves ? fresh.filter(({ severity }) => severity === "error") : fresh;
  return counted.length + Math.max(after.length - before.length, 0);
};

const identity = ({ rule, subject }: Finding): string => `${rule} ${subjectText(subject)}`;

/** Whether there are more slots than the storm keeps busy, by far, for a rule that still asks for them. */
const isTooMany = (
  { fleet, found }: Standing,
  after: Fleet,
  { units }: Choice,
  remaining: readonly Finding[],
): boolean => {
  const rule = units?.rule;
  if (rule === undefined || slotsOf(after) <= slotsOf(fleet)) return false;
  return (
    !found.some((finding) => finding.rule === rule) || remaining.some((finding) => finding.rule === rule)
  );
};

const slotsOf = (fleet: Fleet): number => tier(fleet, "active")?.slots ?? 0;

const lostOf = (fleet: Fleet): Share =>
  stormForecasts(fleet).reduce((most, { forecast }) => Math.max(most, forecast.failed), 0);

/** A thousandth of the requests, a fiftieth of the wait, and 10 ms: what nobody notices, and runs differ in. */
const SAME_ANSWERS: Share = 0.001;
const SAME_WAIT = 1.02;
const NO_WAIT = 0.01;

/** As many are answered, and none of them later; but those who were lost before may wait. */
const faresAsWell = (before: Prediction, after: Prediction): boolean => {
  const more = after.answered.mean - before.answered.mean;
  if (more < -SAME_ANSWERS) return false;
  return more > SAME_ANSWERS || after.wait.p99.mean <= before.wait.p99.mean * SAME_WAIT + NO_WAIT;
};

interface Weighed {
  /** What breaks the promise. */
  readonly wrong: number;
  readonly lost: Share;
}

/** Takes one setting after the other out of a proposal, each time the one without which least is wrong and lost. */
const shed = async (
  moves: readonly Move[],
  weigh: (moves: readonly Move[]) => Promise<Weighed>,
): Promise<readonly Move[]> => {
  let kept = moves;
  let { wrong } = kept.length === 0 ? { wrong: 0 } : await weigh(kept);
  while (wrong > 0 && kept.length > 0) {
    let next = { left: kept, wrong: Number.POSITIVE_INFINITY, lost: 1 };
    for (const group of bySetting(kept)) {
      const left = kept.filter((move) => !group.includes(move));
      const tried = { left, ...(left.length === 0 ? { wrong: 0, lost: 1 } : await weigh(left)) };
      // Of equals the last to be laid goes: others follow from the first.
      if (tried.wrong < next.wrong || (tried.wrong === next.wrong && tried.lost <= next.lost + SAME_ANSWERS))
        next = tried;
    }
    ({ left: kept, wrong } = next);
  }
  return kept;
};

/** Moves of one setting, on whichever hosts: they are made together or not at all. */
const bySetting = (moves: readonly Move[]): readonly (readonly Move[])[] => {
  const groups = new Map<string, Move[]>();
  for (const move of moves) {
    const setting = settingOf(move.path).join(".");
    groups.set(setting, [...(groups.get(setting) ?? []), move]);
  }
  return [...groups.values()];
};

const HOSTS = new Set(["proxies", "app_servers", "backups"]);

const settingOf = (path: readonly string[]): readonly string[] => {
  const own = HOSTS.has(path[0] ?? "") ? path.slice(2) : path;
  const at = own.indexOf("servers");
  return at < 0 ? own : [...own.slice(0, at), "server", ...own.slice(at + 2)];
};
