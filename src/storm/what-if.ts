import type { Storm } from "../fleet/fleet.js";
import { counted } from "../text/counted.js";
import type { Milliseconds, Share } from "../text/units.js";
import { evenFlow, outcomeOf } from "./even-flow.js";
import { flow } from "./flow.js";
import type { FrontLine, StormTier } from "./tier.js";
import { sending } from "./tier.js";

/** The same, where nothing ends a wait in HAProxy's queues. */
export const patient = (tier: StormTier): StormTier => ({
  ...tier,
  load: { ...tier.load, patience: Number.POSITIVE_INFINITY },
  fronts: tier.fronts.map((front) => ({
    ...front,
    queueTimeout: Number.POSITIVE_INFINITY,
    serverTimeout: Number.POSITIVE_INFINITY,
  })),
});

/** The same with one server of a group fewer; undefined where a front has none left. */
export const withoutOne = (tier: StormTier, group: number): StormTier | undefined => {
  const left = (line: FrontLine): FrontLine[] => {
    if (line.group !== group) return [line];
    return line.servers > 1 ? [{ ...line, servers: line.servers - 1 }] : [];
  };
  const fronts = tier.fronts.map((front) => ({ ...front, lines: front.lines.flatMap(left) }));
  if (sending(fronts).some(({ lines }) => lines.length === 0)) return undefined;
  return {
    ...tier,
    fronts: fronts.filter(({ lines }) => lines.length > 0),
    groups: tier.groups.map((one, at) =>
      at === group ? { ...one, count: Math.max(one.count - 1, 1) } : one,
    ),
  };
};

/** The same with so many times the slots, and the requests that proxies send to them. */
const larger = (tier: StormTier, times: number): StormTier => ({
  ...tier,
  groups: tier.groups.map((group) => ({
    ...group,
    slots: Math.ceil(group.slots * times),
    atOnce: Math.ceil(group.atOnce * times),
    units: Math.ceil(group.units * times),
    behind: group.behind.map(({ most, slots }) => ({ most: most * times, slots: slots * times })),
    workers: Math.max(group.workers, Math.ceil(group.slots * times)),
  })),
  fronts: tier.fronts.map((front) => ({
    ...front,
    lines: front.lines.map((line) => ({ ...line, maxconn: Math.ceil(line.maxconn * times) })),
  })),
});

/** Share of the requests that may fail while servers are gone. */
const TOLERATED = 0.01;

/** What a tier makes of a storm without any chance in it. */
export interface EvenRun {
  readonly failed: Share;
  /** Whether more fails than may, or checks mark a server DOWN. */
  readonly fails: boolean;
}

/** Longest wait for a slot, in HAProxy or at the app server, were there no limit to it. */
export const waitForSlot = (tier: StormTier): Milliseconds => {
  const free = flow(patient(tier), 1);
  return [...free.fronts, ...free.groups].reduce((most, { wait }) => Math.max(most, wait), 0);
};

export const runEvenly = (tier: StormTier): EvenRun => {
  const { failed, down } = outcomeOf(evenFlow(tier), tier.load.requests);
  return { failed, fails: failed >= TOLERATED || down >= 1 };
};

/** Beyond that it is another tier. */
const MOST_TIMES = 64;

/** As many slots as make a difference to anything. */
export const ample = (tier: StormTier): StormTier => larger(tier, MOST_TIMES);

/** How many times the slots and maxconn serve the storm, to a twentieth; undefined where no more of them do. */
export const timesThatServe = (tier: StormTier): number | undefined =>
  timesThat(tier, (more) => !runEvenly(more).fails);

/** The same by another measure, which more than so many pass, too. */
export const timesThat = (tier: StormTier, passes: (tier: StormTier) => boolean): number | undefined => {
  let [few, enough] = [1, 2];
  while (!passes(larger(tier, enough))) {
    [few, enough] = [enough, enough * 2];
    if (enough > MOST_TIMES) return undefined;
  }
  while (enough / few > 1.05) {
    const middle = (few + enough) / 2;
    if (passes(larger(tier, middle))) enough = middle;
    else few = middle;
  }
  return enough;
};

/** `121 requests of release-day fail`, or what else does. */
export const failureInWords = ({ failed }: EvenRun, { name, requests }: Storm): string => {
  const lost = Math.round(failed * requests);
  if (lost === 0) return `health checks fail in ${name}`;
  return `${counted(lost, "request")} of ${name} ${lost === 1 ? "fails" : "fail"}`;
};
