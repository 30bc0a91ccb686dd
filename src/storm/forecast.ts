import type { Share } from "../text/units.js";
import { evenFlow, isHarmless, outcomeOf } from "./even-flow.js";
import type { Flow } from "./flow.js";
import { flow } from "./flow.js";
import { lostByChance } from "./queue-by-chance.js";
import type { Lost } from "./state.js";
import type { StormTier } from "./tier.js";
import { variationOfWork } from "./variation.js";

/** What a tier makes of a storm, on average, and how it goes where no chance is in it. */
export interface Forecast {
  /** Shares of the requests. */
  readonly lost: Readonly<Lost>;
  readonly failed: Share;
  /** Shares of the requests that the queues of one front lose, by its number. */
  readonly fronts: readonly Share[];
  readonly groups: readonly GroupForecast[];
  /** A run that is neither slow nor fast; where not even a slow one loses anything, the slowest. */
  readonly typical: Flow;
  /** The same in a run that chance is kind to, and in which no unit is replaced. */
  readonly least: { readonly failed: Share; readonly down: number };
}

export interface GroupForecast {
  /** Shares of the requests. */
  readonly server: Share;
  readonly backlog: Share;
  /** Times that checks mark one of its server lines DOWN, as all proxies see it. */
  readonly down: number;
}

/** Gauss-Hermite: a mean over a standard normal, exact for polynomials up to the ninth degree. */
const SLOWEST = [2.85697, 0.0112574] as const;
const SLOWER = [1.3556262, 0.2220759] as const;
const FASTER = [
  [-1.3556262, 0.2220759],
  [-2.85697, 0.0112574],
] as const;
const AT_MEAN = 0.5333333;

/** Nine runs in ten are slower. */
const KIND = -1.28;

interface Run {
  readonly run: Flow;
  readonly weight: number;
}

/**
 * The service times of a whole storm, and under a hash the number of requests for each server, vary from one run to the
 * next: the mean over runs that are slower and faster.
 */
export const forecast = (tier: StormTier): Forecast => {
  const { requests } = tier.load;
  const sigma = Math.sqrt(variationOfWork(tier));
  const slowerBy = (node: number, of = tier): Flow => flow(of, Math.max(1 + node * sigma, 0.3));
  const slowest = slowerBy(SLOWEST[0]);
  // Where a run loses nothing, none that is faster does, unless it replaces more of its units.
  const stays = tier.groups.every(({ replacedAfter, gap }) => replacedAfter === Infinity || gap === 0);
  const harmless = stays && isHarmless(slowest, requests);
  const typical = harmless ? slowest : evenFlow(tier);
  const isFine = stays && isHarmless(typical, requests);
  const runs: readonly Run[] = harmless
    ? [{ run: slowest, weight: 1 }]
    : [
        { run: typical, weight: AT_MEAN },
        { run: slowest, weight: SLOWEST[1] },
        { run: slowerBy(SLOWER[0]), weight: SLOWER[1] },
        ...FASTER.map(([node, weight]) => ({ run: isFine ? typical : slowerBy(node), weight })),
      ];
  const mean = (of: (run: Flow) => number): number =>
    runs.reduce((sum, { run, weight }) => sum + weight * of(run), 0);
  const share = (of: (run: Flow) => number): Share => mean(of) / requests;
  const byChance = tier.fronts.map((front) => lostByChance(tier, front));
  const lost = {
    queue: share((run) => run.lost.queue) + byChance.reduce((sum, own) => sum + own, 0),
    server: share((run) => run.lost.server),
    backlog: share((run) => run.lost.backlog),
    gone: share((run) => run.lost.gone),
  };
  return {
    lost,
    failed: lost.queue + lost.server + lost.backlog + lost.gone,
    fronts: typical.fronts.map((_, at) => share((run) => run.fronts[at]?.lost ?? 0) + (byChance[at] ?? 0)),
    groups: typical.groups.map((_, at) => ({
      server: share((run) => run.groups[at]?.lost.server ?? 0),
      backlog: share((run) => run.groups[at]?.lost.backlog ?? 0),
      down: mean((run) => run.groups[at]?.down ?? 0),
    })),
    typical,
    least: isFine ? NOTHING : outcomeOf(slowerBy(KIND, withoutReplacing(tier)), requests),
  };
};

const NOTHING = { failed: 0, down: 0 };

const withoutReplacing = (tier: StormTier): StormTier => ({
  ...tier,
  groups: tier.groups.map((group) => ({ ...group, replacedAfter: Number.POSITIVE_INFINITY })),
});
