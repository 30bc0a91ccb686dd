import { slots, stormDemand } from "../../fleet/capacity.js";
import type { Storm } from "../../fleet/fleet.js";
import { limitFor, shareOver } from "../../fleet/service-time.js";
import type { Milliseconds, Share } from "../../text/units.js";
import type { WsgiGroup } from "./section.js";

/** How long the threads of a process have been busy with what they serve, as the mean over all of them, idle ones as 0. */
export interface BusyThreads {
  /** Of all processes, when it is highest. */
  readonly mean: Milliseconds;
  /** Of the process that it is highest of. */
  readonly peak: Milliseconds;
}

/** What becomes of a process: when it ends, and how long what it serves may still take. */
interface Ends {
  readonly limit: Milliseconds;
  readonly kill: Milliseconds;
  readonly tolerated: Share;
}

const STEPS = 400;
const REST = 1e-4;

/**
 * How long threads are busy in a storm where that ends a process with requests that are not done when it is killed.
 * By the first requests, which fill the threads, and by those that take their places for as long as there are any.
 */
export const endedBy = (storm: Storm, group: WsgiGroup, ends: Ends): BusyThreads | undefined => {
  const tier = tierOf(storm, group);
  const first = ofFirst(tier, ends);
  if (first !== undefined) return first;
  const later = tier.saturatedFor === 0 || tier.inStep ? undefined : ofLater(tier);
  const cuts = shareOver(ends.kill, storm) > ends.tolerated;
  return later !== undefined && later.peak > ends.limit && cuts ? later : undefined;
};

/** One app server under a storm. */
interface SharedTier {
  readonly storm: Storm;
  readonly threads: number;
  readonly all: number;
  /** The first requests, up to one for each thread, and the time in which they come. */
  readonly first: { readonly requests: number; readonly over: Milliseconds };
  /** How long all threads are busy. */
  readonly saturatedFor: Milliseconds;
  /** Whether all requests take one time, so that those that follow the first are never older than those were. */
  readonly inStep: boolean;
  /** The time from one request of a process to its next, where that is what differs over time; else 0. */
  readonly turns: Milliseconds;
  readonly ages: Ages;
  /** How many times the standard deviation the busiest of the processes is from the mean, in all its time. */
  readonly deviations: number;
}

const tierOf = (storm: Storm, group: WsgiGroup): SharedTier => {
  const { processes, threads } = group.service.wsgi;
  const { over, service_time } = storm;
  const { mean: takes, distribution } = service_time;
  const all = slots(group.service);
  const comes = stormDemand(storm, group);
  const rate = over > 0 ? comes / over : Number.POSITIVE_INFINITY;
  const isFull = Math.min(comes, rate * takes) >= all;
  // Those that come at once are spread evenly, and some processes have one more.
  const atOnce = Math.min(Math.ceil(comes / processes) * processes, all);
  const moments = (Math.max(over, takes) / takes) * processes * group.hosts.length;
  // Threads take turns: where all requests take one time, so do the processes, and differ little.
  const evenness = distribution !== "fixed" ? 1 : isFull ? Number.POSITIVE_INFINITY : Math.sqrt(processes);
  return {
    storm,
    threads,
    all,
    first: isFull
      ? { requests: Math.min(over === 0 ? atOnce : comes, all), over: Math.min(over, all / rate) }
      : { requests: over === 0 ? atOnce : comes, over },
    // As the queue empties, what was taken last grows old yet.
    saturatedFor: isFull ? Math.max(comes / all - 0.5, 0) * takes : 0,
    inStep: distribution === "fixed",
    turns: distribution === "fixed" && !isFull && over > 0 ? processes / rate : 0,
    ages: agesOf(storm),
    deviations: (Math.sqrt(2 * Math.log(Math.max(moments, 2))) + 0.5) / evenness,
  };
};

/** Sums over all threads of the ages of what they serve, and of their squares. */
interface Sums {
  readonly ages: number;
  readonly squares: number;
}

const busyOf = (tier: SharedTier, { ages, squares }: Sums): BusyThreads => {
  const { storm, all, threads, deviations } = tier;
  const longest = limitFor(REST, storm);
  const mean = ages / all;
  const spread = Math.sqrt(Math.max(squares / all - mean ** 2, 0) / threads);
  return { mean, peak: Math.min(Math.max(mean, turnsOf(tier)) + deviations * spread, longest) };
};

/** A process's threads as one of them is about to be done, where its requests come in turns and take one time. */
const turnsOf = ({ storm, turns, threads }: SharedTier): Milliseconds => {
  const { mean: takes } = storm.service_time;
  if (turns === 0) return 0;
  const served = Math.min(Math.ceil(takes / turns), threads);
  return (served * takes - (turns * served * (served - 1)) / 2) / threads;
};

/** A process that ends takes no more: what it serves is as old as the time since the last of the first requests. */
const ofFirst = (tier: SharedTier, { limit, kill, tolerated }: Ends): BusyThreads | undefined => {
  const { storm, first, ages } = tier;
  const came = Math.max(Math.round(first.over / ages.step), 1);
  const each = first.requests / (came * ages.step);
  const at = (step: number): BusyThreads => {
    const from = Math.max(step - came, 0);
    const between = (sums: Float64Array) => each * ((sums[step] as number) - (sums[from] as number));
    return busyOf(tier, { ages: between(ages.first), squares: between(ages.second) });
  };
  const moments = Array.from({ length: STEPS }, (_, index) => at(index + 1));
  const ended = moments.findIndex(({ peak }) => peak > limit);
  if (ended === -1) return undefined;
  const youngest = Math.max(ended + 1 - came, 0) * ages.step;
  if (shareOver(youngest + kill, storm) <= tolerated) return undefined;
  return moments.reduce((highest, busy) => (busy.peak > highest.peak ? busy : highest));
};

/** Each thread is given its next request at once: the age of what it serves is that of any moment since the first. */
const ofLater = (tier: SharedTier): BusyThreads => {
  const { storm, all, ages, saturatedFor } = tier;
  const { mean: takes } = storm.service_time;
  const step = Math.min(Math.round(saturatedFor / ages.step), STEPS);
  const time = step * ages.step;
  const stillFirst = shareOver(time, storm);
  return busyOf(tier, {
    ages: all * Math.min((ages.first[step] as number) / takes + time * stillFirst, time),
    squares: all * Math.min((ages.second[step] as number) / takes + time ** 2 * stillFirst, time ** 2),
  });
};

/** The integrals of t and of t² over the share of requests that take longer than t, at equal steps. */
interface Ages {
  readonly step: Milliseconds;
  readonly first: Float64Array;
  readonly second: Float64Array;
}

const agesOf = (storm: Storm): Ages => {
  const step = limitFor(REST, storm) / STEPS;
  const first = new Float64Array(STEPS + 1);
  const second = new Float64Array(STEPS + 1);
  const over = sharesOver(storm);
  for (let at = 1; at <= STEPS; at++) {
    const age = (at - 0.5) * step;
    const share = over(age);
    first[at] = (first[at - 1] as number) + age * share * step;
    second[at] = (second[at - 1] as number) + age * age * share * step;
  }
  return { step, first, second };
};

/** Share of requests that take longer than a time, for times that are asked for in their order: recordings are long. */
const sharesOver = (storm: Storm): ((time: Milliseconds) => Share) => {
  const { service_time } = storm;
  if (service_time.distribution !== "recorded") return (time) => shareOver(time, storm);
  const { times, counts, total } = service_time.recording;
  let index = 0;
  let done = 0;
  return (time) => {
    while (index < times.length && (times[index] as number) <= time) done += counts[index++] as number;
    return 1 - done / total;
  };
};
