import type { Fleet, Storm } from "../fleet/fleet.js";
import { memo } from "../fleet/memo.js";
import { stormParts } from "../fleet/storm-parts.js";
import type { Share } from "../text/units.js";
import { showSeconds } from "../text/units.js";
import type { Forecast } from "./forecast.js";
import { forecast } from "./forecast.js";
import type { PlacedTier } from "./of-fleet.js";
import { tierOf } from "./of-fleet.js";

/** What a fleet makes of one of its storms, with every active app server there. */
export interface StormForecast extends PlacedTier {
  readonly storm: Storm;
  readonly forecast: Forecast;
}

/** Of every storm of an inventory, by service; empty where no app server is sent anything. */
export const stormForecasts = memo((fleet: Fleet): readonly StormForecast[] =>
  stormParts(fleet).flatMap((storm) => {
    const placed = tierOf(fleet, storm, "active");
    return placed === undefined ? [] : [{ ...placed, storm, forecast: forecast(placed.tier) }];
  }),
);

/** From so many of a storm's requests on, rules speak of what is lost. */
export const SPEAKS: Share = 0.001;
/** From so many on what is lost is an error. */
export const ERROR_FROM: Share = 0.005;
/** Where one run in twenty marks a server DOWN. */
export const DOWN_SPEAKS = 0.05;

/**
 * Beyond these it is stated that requests fail, or servers are marked DOWN, if it is so in a run that chance is kind to,
 * too. What simulations of random fleets make of such statements: npm run agree.
 */
const SURE: Share = 0.03;
const DOWN_SURE = 1;
const SOME = 0.1;

export const isSure = (share: Share, { least }: Forecast): boolean =>
  share > SURE && least.failed > SURE * SOME;
export const isSurelyDown = (times: number, { least }: Forecast): boolean =>
  times > DOWN_SURE && least.down > DOWN_SURE * SOME;

/** What a rule states of a storm, or of the part of it that comes to one service: of the whole, in two digits. */
export const claimed = (
  { name, part }: Storm,
  { failed = 0, down = 0 }: { readonly failed?: Share; readonly down?: number },
): { readonly storm: string; readonly failed: Share; readonly down: number } => ({
  storm: name,
  failed: Number((failed * part).toPrecision(2)),
  down: Number(down.toPrecision(2)),
});

/** The storm that `of` is largest in; undefined where there is none. */
export const worstBy = <T extends { readonly storm: Storm }>(
  all: readonly T[],
  of: (one: T) => number,
): T | undefined =>
  all.reduce<T | undefined>(
    (worst, one) => (worst === undefined || of(one) > of(worst) ? one : worst),
    undefined,
  );

/** `at once`, `in 60 s`: the time over which its requests come. */
export const inItsTime = ({ over }: Storm): string => (over === 0 ? "at once" : `in ${showSeconds(over)}`);
