import type { Fleet } from "../fleet/fleet.js";
import { resolveFleet } from "../fleet/resolve.js";
import { applySets } from "../inventory/set.js";
import type { Rule } from "../rules/define.js";
import type { Finding } from "../rules/finding.js";
import { evaluate } from "../rules/run.js";
import type { Forecast } from "../storm/forecast.js";
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
 * Whether as many of each storm are answered, as far as arithmetic tells. Where much is lost either way it does not tell
 * well enough which of two is worse: then no kind of loss may grow, and checks ask the same as before, unless far less
 * is lost.
 */
export const answersAsMany = (before: Fleet, after: Fleet): boolean =>
  stormForecasts(before).every((was) => {
    const is = stormForecasts(after).find(({ storm: { name } }) => name === was.storm.name);
    const { failed, lost } = was.forecast;
    if (is === undefined || is.forecast.failed > failed + FEWER) return false;
    if (is.forecast.failed >= LOSES && checksOf(is) !== checksOf(was)) return false;
    return (
      is.forecast.failed < LOSES_MUCH ||
      failed - is.forecast.failed > FAR_LESS ||
      (Math.abs(downIn(is.forecast) - downIn(was.forecast)) < DOWN_SPEAKS &&
        LOST.every((kind) => is.forecast.lost[kind] <= lost[kind] + UNCHANGED))
    );
  });

/** What each proxy's checks ask, and of whom. */
const checksOf = ({ tier: { fronts } }: StormForecast): string =>
  JSON.stringify(fronts.map(({ lines }) => lines.map(({ check, group }) => [group, check])));

const downIn = ({ groups }: Forecast): number => groups.reduce((sum, { down }) => sum + down, 0);

const LOSES: Share = 0.01;
const LOSES_MUCH: Share = 0.05;
const FAR_LESS: Share = 0.1;
const UNCHANGED: Share = 0.0005;

/** Why the slowest answers may come later than before, as far as arithmetic tells; undefined where they don't. */
export const slowerBecause = (before: Fleet, after: Fleet): string | undefined => {
  const all = stormForecasts(before).flatMap((was) => {
    const is = stormForecasts(after).find(({ storm: { name } }) => name === was.storm.name);
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
