import { slots, worstStorm } from "../fleet/capacity.js";
import type { Fleet, Storm } from "../fleet/fleet.js";
import type { Prediction } from "./figures/prediction.js";
import { predict } from "./figures/prediction.js";
import type { StormSubject } from "./figures/subject.js";
import { leftOut } from "./plan/left-out.js";
import type { Plan } from "./plan/plan.js";
import { instancesOf, planOf } from "./plan/plan.js";
import type { SimulatedRuntime } from "./runtime.js";
import type { Runner } from "./work.js";
import { runAll } from "./work.js";

export interface StormOptions {
  /** Name of one of the fleet's storms; without it, the one with the most work. */
  readonly storm?: string | undefined;
  /** Runs, each with random numbers of its own; more of them narrow the intervals. 20 without it. */
  readonly runs?: number | undefined;
  /** A whole number from 0 to 2^53 - 1; equal seeds give equal predictions. 1 without it. */
  readonly seed?: number | undefined;
}

/** A prediction, or why the fleet gives none. */
export type Simulated =
  | { readonly ok: true; readonly prediction: Prediction }
  | { readonly ok: false; readonly reason: string };

export const DEFAULT_RUNS = 20;
export const DEFAULT_SEED = 1;

/**
 * Predicts what a storm does to a fleet, by simulating its HAProxy processes and the instances of its services event by event.
 * Environments simulated with one seed are given the same requests.
 */
export const simulate = (
  fleet: Fleet,
  { storm, runs = DEFAULT_RUNS, seed = DEFAULT_SEED }: StormOptions,
  runtimes: readonly SimulatedRuntime[],
): Simulated => {
  const refused = unlikely(runs, seed);
  if (refused !== undefined) return { ok: false, reason: refused };
  const prepared = prepare(fleet, { storm, seed }, runtimes);
  if (!prepared.ok) return prepared;
  const { subject, plan } = prepared;
  return { ok: true, prediction: predict(subject, runAll({ plan, seed, runs: firstRuns(runs) }, runtimes)) };
};

/** The same, with the runs done by a runner. */
export const simulateBy = async (
  runner: Pick<Runner, "run" | "runtimes">,
  fleet: Fleet,
  { storm, runs = DEFAULT_RUNS, seed = DEFAULT_SEED }: StormOptions = {},
): Promise<Simulated> => {
  const prepared = prepare(fleet, { storm, seed }, runner.runtimes);
  if (!prepared.ok) return prepared;
  const { subject, plan } = prepared;
  return { ok: true, prediction: predict(subject, await runner.run({ plan, seed, runs: firstRuns(runs) })) };
};

const MAX_RUNS = 100_000;

/** Why there is nothing to predict from so many runs, or from such a seed. */
const unlikely = (runs: number, seed: number): string | undefined => {
  if (!Number.isInteger(runs) || runs < 1 || runs > MAX_RUNS)
    return `runs is a whole number from 1 to ${MAX_RUNS}, not ${runs}`;
  if (!Number.isSafeInteger(seed) || seed < 0)
    return `seed is a whole number from 0 to ${Number.MAX_SAFE_INTEGER}, not ${seed}`;
  return undefined;
};

const firstRuns = (count: number): readonly number[] => Array.from({ length: count }, (_, run) => run);

/** All that runs of one environment have in common. */
export type Prepared =
  | { readonly ok: true; readonly plan: Plan; readonly subject: StormSubject }
  | { readonly ok: false; readonly reason: string };

export const prepare = (
  fleet: Fleet,
  { storm: name, seed = DEFAULT_SEED }: Pick<StormOptions, "storm" | "seed">,
  runtimes: readonly SimulatedRuntime[],
): Prepared => {
  const storm = name === undefined ? worstStorm(fleet) : fleet.storms.find((other) => other.name === name);
  if (storm === undefined) return { ok: false, reason: noStorm(fleet, name) };
  const planned = planOf(fleet, storm, runtimes);
  if (!planned.ok) return planned;
  return { ok: true, plan: planned.plan, subject: subjectOf(fleet, storm, planned.plan, seed) };
};

const noStorm = ({ environment, storms }: Fleet, name: string | undefined): string => {
  if (storms.length === 0) return `${environment} has no storm: write one under storms`;
  return `${environment} has no storm ${name}: there are ${storms.map((storm) => storm.name).join(", ")}`;
};

const subjectOf = (fleet: Fleet, storm: Storm, plan: Plan, seed: number): StormSubject => ({
  environment: fleet.environment,
  storm: storm.name,
  seed,
  requests: storm.requests,
  overSeconds: storm.over / 1000,
  everySeconds: storm.every === undefined ? null : storm.every / 1000,
  leftOut: leftOut(fleet, storm),
  curves: plan.curves,
  outcomes: plan.outcomes,
  proxies: plan.proxies.map((proxy) => proxy.name),
  servers: instancesOf(fleet).map(({ server: { name, role, services }, service }) => ({
    name: services.length === 1 ? name : `${service.name}@${name}`,
    role,
    slots: slots(service),
  })),
});
