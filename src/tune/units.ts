import { worstStorm } from "../fleet/capacity.js";
import { greatest } from "../fleet/extremes.js";
import type { Fleet, Storm } from "../fleet/fleet.js";
import { serviceNamed } from "../fleet/service.js";
import type { Tier } from "../fleet/tier.js";
import { stormedTier } from "../fleet/tier.js";
import { forecast } from "../storm/forecast.js";
import { tierOf } from "../storm/of-fleet.js";
import { DOWN_SPEAKS, inItsTime, SPEAKS } from "../storm/storms.js";
import type { StormTier } from "../storm/tier.js";
import { ample, runEvenly, timesThat, timesThatServe, withoutOne } from "../storm/what-if.js";
import type { Share } from "../text/units.js";
import { showSeconds } from "../text/units.js";
import type { UnitChoice } from "./choice.js";
import { movedService } from "./moved-service.js";
import { budgetOf, roomForUnits } from "./slots.js";

/** Slots beyond this part of those that a storm keeps busy are memory for nothing, unless a rule asks for them. */
const AMPLE = 1.5;

/** What the number of units is chosen by. */
export interface Asked {
  readonly fleet: Fleet;
  /** Rules that find something in it. */
  readonly rules: ReadonlySet<string>;
  /** The fleet with so many units, and all that follows from them. */
  readonly moved: (count: number | undefined) => Fleet;
}

/**
 * How many of what the slots come in are worth a trial, fewest first: what serves the storm, and what rules ask for that
 * find too few. No more than memory holds.
 */
export const unitChoices = (asked: Asked): readonly UnitChoice[] => {
  const { fleet } = asked;
  const name = movedService(fleet);
  const room = name === undefined ? undefined : roomForUnits(fleet, name);
  const storm = worstStorm(fleet);
  if (room === undefined || name === undefined || storm === undefined) return [];
  const counts = fleet.appServers.flatMap((server) => serviceNamed(server, name)?.runtime.units.count ?? []);
  const has = greatest(counts);
  // Where they are too many for the memory already, as many as it holds is what there is to choose.
  if (room.count < has) return [room];
  const offered = new Map<number, UnitChoice>();
  for (const { count: wanted, because, rule } of reasonsFor(asked, storm)) {
    const count = Math.min(wanted, room.count);
    const memory = count < wanted ? `; memory holds no more: ${room.because}` : "";
    if (count > has && !offered.has(count))
      offered.set(count, {
        service: name,
        setting: room.setting,
        count,
        because: `${because}${memory}`,
        rule,
      });
  }
  return [...offered.values()].sort((a, b) => a.count - b.count);
};

type Reason = Pick<UnitChoice, "count" | "because" | "rule">;

const reasonsFor = (asked: Asked, storm: Storm): readonly Reason[] => {
  const moved = asked.moved(undefined);
  const known = stormedTier(moved, storm, "active");
  const active = tierOf(moved, storm, "active")?.tier;
  if (known === undefined || active === undefined) return [];
  const { units } = known.largest.service.runtime;
  const budget = budgetOf(moved, known.largest.service.name);
  const senders =
    budget !== undefined && asked.rules.has(SLOTS) && budget.requests < budget.sharers
      ? [
          {
            count: Math.ceil((budget.sharers + budget.checks) / units.slots),
            because: `${SLOTS}: a request and a check of each of ${budget.sharers} senders`,
            rule: SLOTS,
          },
        ]
      : [];
  const asking = (
    rule: string,
    of: (fleet: Fleet) => StormTier | undefined,
    when: string,
  ): readonly Reason[] => {
    const from = asked.rules.has(rule) ? of(moved) : undefined;
    const times = from && timesThatServe(from);
    const count = times && enough(Math.ceil(units.count * times), (tried) => serves(of(asked.moved(tried))));
    return count
      ? [{ count, because: `${rule}: ${storm.name} is served ${when} with ${count} on each`, rule }]
      : [];
  };
  return [
    ...serving(active, storm, known),
    ...senders,
    ...asking("capacity/one-server-down", (fleet) => lessOne(fleet, storm), "with one server down"),
    ...asking(
      "capacity/failover-to-backups",
      (fleet) => tierOf(fleet, storm, "backup")?.tier,
      "by the backups alone",
    ),
  ];
};

const SLOTS = "capacity/app-slots";

/** What keeps the storm from losing requests, as far as any number of slots does. */
const serving = (active: StormTier, storm: Storm, { largest, hosts }: Tier): readonly Reason[] => {
  const times = timesToServe(active);
  if (times === undefined) return [];
  const { units } = largest.service.runtime;
  const { requests, over } = storm;
  const { mean } = storm.service_time;
  const busy = (requests * mean) / Math.max(over, mean);
  const each = busy / hosts / units.slots;
  return [
    {
      count: Math.min(Math.ceil(units.count * times), Math.max(Math.floor(each * AMPLE), Math.ceil(each))),
      because: `${storm.name} keeps ${Math.ceil(busy)} slots busy (${requests} requests ${inItsTime(storm)}, ${showSeconds(mean)} each), on ${hosts === 1 ? "one app server" : `${hosts} app servers`}`,
      rule: undefined,
    },
  ];
};

/** Undefined where nothing is gained by more. */
const timesToServe = (of: StormTier): number | undefined => {
  // What is lost with any number of slots is lost to something else.
  const floor = lossOf(ample(of));
  const passes = (other: StormTier): boolean => {
    const { failed, down } = lossOf(other);
    return failed <= floor.failed + SPEAKS && down <= floor.down + DOWN_SPEAKS;
  };
  return passes(of) ? undefined : timesThat(of, passes);
};

const lossOf = (of: StormTier): { readonly failed: Share; readonly down: number } => {
  const { failed, groups } = forecast(of);
  return { failed, down: groups.reduce((sum, { down }) => sum + down, 0) };
};

const lessOne = (fleet: Fleet, storm: Storm): StormTier | undefined => {
  const placed = tierOf(fleet, storm, "active");
  const largest = stormedTier(fleet, storm, "active")?.largest;
  return placed && largest && withoutOne(placed.tier, placed.groups.indexOf(largest));
};

const serves = (of: StormTier | undefined): boolean => of !== undefined && !runEvenly(of).fails;

/** maxconn comes in whole numbers for each proxy: some slots may be left over. */
const GROWTH = 1.1;
const TRIES = 8;

const enough = (from: number, does: (count: number) => boolean): number | undefined => {
  let count = from;
  for (let tries = 0; tries < TRIES; tries++) {
    if (does(count)) return count;
    count = Math.ceil(count * GROWTH);
  }
  return undefined;
};
