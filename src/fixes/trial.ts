import type { Fleet } from "../fleet/fleet.js";
import { resolveFleet } from "../fleet/resolve.js";
import { applySets } from "../inventory/set.js";
import type { Rule } from "../rules/define.js";
import type { Finding } from "../rules/finding.js";
import { evaluate } from "../rules/run.js";
import { LOST } from "../storm/state.js";
import type { StormForecast } from "../storm/storms.js";
import { DOWN_SPEAKS, stormForecasts, worstBy } from "../storm/storms.js";
import type { Milliseconds, Share } from "../text/units.js";
import { showSeconds } from "../text/units.js";
import type { TuneTargets } from "../tune/stages.js";

/** What a fix is tried by. */
export interface Trying {
  readonly targets: TuneTargets;
  readonly rules: readonly Rule[];
  /** Every finding on a fleet, waivers applied. */
  readonly judge: (fleet: Fleet) => readonly Finding[];
}

/** A fleet with settings laid over it. */
export interface Trial {
  readonly fleet: Fleet;
  readonly sets: readonly string[];
}

/** Undefined where the inventory takes no such values. */
export const lay = (fleet: Fleet, sets: readonly string[], { targets }: Trying): Trial | undefined => {
  const { root, problems } = applySets(fleet.node, sets);
  const { environment, recordings } = fleet;
  const resolved = resolveFleet(environment, { root, problems, recordings }, targets);
  return resolved.ok ? { fleet: resolved.fleet, sets } : undefined;
};

/** Whether the rule still finds the same on a fleet. */
export const remains = (fleet: Fleet, finding: Finding, { rules, judge }: Trying): boolean => {
  const rule = rules.find(({ slug }) => slug === finding.rule);
  const found = rule === undefined ? judge(fleet) : evaluate(fleet, [rule]).findings;
  return found.some((other) => isSame(other, finding));
};

/** One rule and one subject. What several hosts share is named after the first of them. */
export const isSame = (one: Finding, other: Finding): boolean => {
  if (one.rule !== other.rule) return false;
  const [ours, theirs] = [nameOf(one), nameOf(other)];
  const meet = one.hosts.length === 0 && other.hosts.length === 0;
  return ours === theirs && (meet || one.hosts.some((host) => other.hosts.includes(host)));
};

/** The subject, unless it is a host, or on one. */
const nameOf = ({ subject, hosts }: Finding): string =>
  typeof subject === "object" ? subject.service : hosts.includes(subject) ? "" : subject;

/** Findings of that severity and above that were not there before, or not as severe. */
export const newIn = (
  after: readonly Finding[],
  before: readonly Finding[],
  severity: Finding["severity"],
): readonly Finding[] => {
  const least = RANK[severity];
  return after.filter(
    (finding) =>
      RANK[finding.severity] >= least &&
      !before.some((known) => RANK[known.severity] >= RANK[finding.severity] && isSame(known, finding)),
  );
};

const RANK: Readonly<Record<Finding["severity"], number>> = { error: 2, warning: 1, info: 0 };

/** Past it fewer are answered. */
export const FEWER: Share = 0.002;

/**
 * Whether as many of each storm are answered, as far as arithmetic tells. Where checks mark servers DOWN, or much is lost
 * either way, it does not tell well enough which of two is worse: then the storm meets the same as before, or far less
 * is lost, or less and more of no kind.
 */
export const answersAsMany = (before: Fleet, after: Fleet): boolean =>
  stormForecasts(before).every((was) => {
    const is = stormForecasts(after).find((other) => isOfSame(was, other));
    if (is === undefined) return false;
    const { failed, lost } = is.forecast;
    if (failed > was.forecast.failed + FEWER) return false;
    if (placesOf(is) === placesOf(was)) return true;
    if (downIn(is) >= DOWN_SPEAKS) return false;
    if (failed >= LOSES && checksOf(is) !== checksOf(was)) return false;
    const gain = was.forecast.failed - failed;
    return (
      failed < LOSES_MUCH ||
      gain > FAR_LESS ||
      (gain > LESS && LOST.every((kind) => lost[kind] <= was.forecast.lost[kind] + UNCHANGED))
    );
  });

/** One storm's part for one service. */
const isOfSame = (one: StormForecast, other: StormForecast): boolean =>
  one.storm.name === other.storm.name && serviceOf(one) === serviceOf(other);

const serviceOf = ({ groups: [group] }: StormForecast): string | undefined => group?.service.name;

const downIn = ({ forecast: { groups } }: StormForecast): number =>
  groups.reduce((sum, { down }) => sum + down, 0);

/** What each proxy's checks ask, and of whom. */
const checksOf = ({ tier: { fronts } }: StormForecast): string =>
  JSON.stringify(fronts.map(({ lines }) => lines.map(({ check, group }) => [group, check])));

/** Where requests are served, and where they wait and for how long; and what marks servers DOWN. */
const placesOf = (known: StormForecast): string => {
  const { fronts, groups } = known.tier;
  return JSON.stringify([
    checksOf(known),
    fronts.map(({ queueTimeout, lines }) => [queueTimeout, lines.map(({ maxconn }) => maxconn)]),
    groups.map(({ slots, backlog, workers, accepts, behind }) => [slots, backlog, workers, accepts, behind]),
  ]);
};

const LOSES: Share = 0.01;
const LOSES_MUCH: Share = 0.05;
const LESS: Share = 0.01;
const FAR_LESS: Share = 0.1;
const UNCHANGED: Share = 0.0005;

/** Why the slowest answers may come later than before, as far as arithmetic tells; undefined where they don't. */
export const slowerBecause = (before: Fleet, after: Fleet): string | undefined => {
  const all = stormForecasts(before).flatMap((was) => {
    const is = stormForecasts(after).find((other) => isOfSame(was, other));
    return is === undefined ? [] : [{ was, is, storm: was.storm }];
  });
  const worst = worstBy(all, ({ was, is }) => waitIn(is) - waitIn(was));
  if (worst !== undefined && waitIn(worst.is) > waitIn(worst.was) * SAME_WAIT + NO_WAIT)
    return `p99 rises: a request may then wait ${showSeconds(waitIn(worst.is))} for a slot, ${showSeconds(waitIn(worst.was))} so far`;
  const saved = worstBy(all, ({ was, is }) => was.forecast.failed - is.forecast.failed);
  if (saved !== undefined && saved.was.forecast.failed - saved.is.forecast.failed > SAVED)
    return `p99 rises: requests of ${saved.storm.name} that fail so far are answered, after the others`;
  return all.some(({ was, is }) => placesIn(is) < placesIn(was))
    ? "p99 may rise: what is beyond maxconn waits in HAProxy"
    : undefined;
};

/** Requests that all proxies may send at once. */
const placesIn = ({ tier: { fronts } }: StormForecast): number =>
  fronts.reduce(
    (sum, { lines }) => sum + lines.reduce((all, { servers, maxconn }) => all + servers * maxconn, 0),
    0,
  );

const SAME_WAIT = 1.02;
const NO_WAIT: Milliseconds = 10;
const SAVED: Share = 0.0005;

/** In HAProxy's queues, and then at the app server. */
const waitIn = ({ forecast: { typical } }: StormForecast): Milliseconds =>
  [typical.fronts, typical.groups].reduce(
    (sum, all) => sum + all.reduce((most, { wait }) => Math.max(most, wait), 0),
    0,
  );
