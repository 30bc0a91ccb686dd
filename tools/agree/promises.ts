import { allRules, builtIn } from "../../src/api/built-in.js";
import { slots } from "../../src/fleet/capacity.js";
import type { Fleet } from "../../src/fleet/fleet.js";
import { subjectText } from "../../src/fleet/subject.js";
import type { Finding } from "../../src/rules/finding.js";
import { validate } from "../../src/rules/validate.js";
import type { Prediction } from "../../src/simulate/figures/prediction.js";
import { here } from "../../src/simulate/work.js";
import { isOpen } from "../../src/tune/search.js";
import type { Tuning } from "../../src/tune/tune.js";
import { tune } from "../../src/tune/tune.js";
import { randomFleet } from "./main.js";

/** What became of one fleet that tune was asked about. */
export interface Promised {
  readonly seed: number;
  readonly proposed: boolean;
  readonly saved: boolean;
  /** Lost before, and after. */
  readonly unsaved: string | undefined;
  /** What it says of a fleet that it can't tune. */
  readonly stopped: string | undefined;
  readonly broken: readonly string[];
}

const RUNS = 5;
/** Answers that are as many, and a p99 that is as long: what runs of one fleet differ in. */
const SAME_ANSWERS = 0.001;
const SAME_P99 = 1.02;
const SLOTS = 1.5;

const judge = (fleet: Fleet): readonly Finding[] =>
  validate(fleet, { today: "2026-12-01", rules: allRules }).findings;

const identity = ({ rule, subject }: Finding): string => `${rule} ${subjectText(subject)}`;

export const promisesOf = async (seed: number): Promise<Promised> => {
  const fleet = randomFleet(seed);
  const found = await tune(fleet, {
    runs: RUNS,
    targets: builtIn,
    runner: here(builtIn.runtimes),
    judge,
  }).catch((error: unknown) => ({ ok: false as const, reason: String(error) }));
  if (!found.ok)
    return { seed, proposed: false, saved: false, unsaved: undefined, stopped: found.reason, broken: [] };
  const { tuning } = found;
  return {
    seed,
    proposed: tuning.moves.length > 0,
    saved: tuning.before.answered.mean < 0.99 && tuning.after.answered.mean >= 0.99,
    unsaved:
      tuning.after.answered.mean < 0.99
        ? `${tuning.before.answered.mean.toFixed(3)} -> ${tuning.after.answered.mean.toFixed(3)} of ${JSON.stringify(fleet.storms[0]?.requests)}; units ${tuning.choice.units?.count}: ${tuning.choice.units?.because}; ${tuning.remaining.map(({ rule }) => rule).join(" ")}`
        : undefined,
    stopped: undefined,
    broken: [...ofFindings(fleet, tuning), ...ofStorm(tuning), ...ofSlots(fleet, tuning)],
  };
};

const ofFindings = (fleet: Fleet, { remaining }: Tuning): readonly string[] => {
  const before = judge(fleet).filter(isOpen);
  const known = new Set(before.map(identity));
  const fresh = remaining.filter((finding) => !known.has(identity(finding)));
  return [
    ...(remaining.length > before.length ? [`findings ${before.length} -> ${remaining.length}`] : []),
    ...fresh.map((finding) => `new: ${identity(finding)}`),
  ];
};

const ofStorm = ({ before, after }: Tuning): readonly string[] => {
  const lost = before.answered.mean - after.answered.mean;
  const waits = [before, after].map(({ wait }: Prediction) => wait.p99.mean);
  const [was = 0, is = 0] = waits;
  // Those who would have been lost wait for an answer instead.
  const asMany = Math.abs(lost) <= SAME_ANSWERS;
  return [
    ...(lost > SAME_ANSWERS ? [`answered ${before.answered.mean} -> ${after.answered.mean}`] : []),
    ...(asMany && is > was * SAME_P99 + 5 ? [`p99 ${was} -> ${is}`] : []),
  ];
};

/** Slots of all app servers that the storm takes at once, were there no limit to them. */
const ofSlots = (fleet: Fleet, tuning: Tuning): readonly string[] => {
  const count = (of: Fleet): number =>
    of.appServers
      .filter(({ role }) => role === "active")
      .reduce((sum, { services }) => sum + services.reduce((own, service) => own + slots(service), 0), 0);
  const [was, is] = [count(fleet), count(tuning.fleet)];
  const busy = busyOf(fleet);
  const named = /^([a-z]+\/[a-z-]+): /.exec(tuning.choice.units?.because ?? "")?.[1];
  const required =
    named !== undefined &&
    judge(fleet).some(({ rule }) => rule === named) &&
    !tuning.remaining.some(({ rule }) => rule === named);
  return !required && is > was && is > busy * SLOTS
    ? [`slots ${was} -> ${is}, of which ${busy.toFixed(1)} are busy: ${tuning.choice.units?.because}`]
    : [];
};

const busyOf = ({ storms: [storm] }: Fleet): number =>
  storm === undefined
    ? 0
    : (storm.requests * storm.service_time.mean) / Math.max(storm.over, storm.service_time.mean);

/** npm run promises -- [COUNT] [FROM] */
export const main = async (args: readonly string[]): Promise<number> => {
  const [count = "100", from = "1"] = args;
  const all: Promised[] = [];
  for (let seed = Number(from); seed < Number(from) + Number(count); seed++) {
    const one = await promisesOf(seed);
    all.push(one);
    if (one.stopped !== undefined) console.log(`seed ${seed}: stopped: ${one.stopped}`);
    if (one.unsaved !== undefined) console.log(`seed ${seed}: not saved: ${one.unsaved}`);
    for (const broken of one.broken) console.log(`seed ${seed}: ${broken}`);
  }
  const number = (of: (one: Promised) => boolean): number => all.filter(of).length;
  const broken = number(({ broken: own }) => own.length > 0);
  console.log(
    `${count} fleets: ${number(({ proposed }) => proposed)} proposals, ${number(({ saved }) => saved)} storms saved, ${broken} promises broken, ${number(({ stopped }) => stopped !== undefined)} stopped`,
  );
  return broken === 0 ? 0 : 1;
};
