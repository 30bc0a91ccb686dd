import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ServiceTime, Storm } from "../../src/fleet/fleet.js";
import { limitFor, shareOver } from "../../src/fleet/service-time.js";
import { small } from "./small.js";

const stormOf = (service_time: ServiceTime): Storm => {
  const [storm] = small().storms;
  if (storm === undefined) throw new Error("there is no storm");
  return { ...storm, service_time };
};

/** Times in milliseconds with how often each was measured. */
const recorded = (pairs: readonly (readonly [time: number, count: number])[]): Storm =>
  stormOf({
    mean: 2000,
    distribution: "recorded",
    recording: {
      times: Float64Array.from(pairs, ([time]) => time),
      counts: Float64Array.from(pairs, ([, count]) => count),
      total: pairs.reduce((total, [, count]) => total + count, 0),
    },
  });

const THREE_OF_FOUR = recorded([
  [1000, 3],
  [5000, 1],
]);
const exponential = stormOf({ mean: 1000, distribution: "exponential" });
const fixed = stormOf({ mean: 1000, distribution: "fixed" });

describe("the share of a storm's requests that hold their slot for longer than a limit", () => {
  it.each([
    ["of recorded times, before the least", THREE_OF_FOUR, 999, 1],
    ["of recorded times, at the least", THREE_OF_FOUR, 1000, 0.25],
    ["of recorded times, at the longest", THREE_OF_FOUR, 5000, 0],
    ["of an exponential distribution, at its mean", exponential, 1000, Math.exp(-1)],
    ["of one time, before it", fixed, 999, 1],
    ["of one time, at it", fixed, 1000, 0],
    ["without time", exponential, 0, 1],
  ])("is known %s", (_what, storm, limit, share) => {
    expect(shareOver(limit, storm)).toBe(share);
  });
});

describe("the least limit that no more than a share of the requests runs past", () => {
  it.each([
    ["of recorded times, for one of four", THREE_OF_FOUR, 0.25, 1000],
    ["of recorded times, for less", THREE_OF_FOUR, 0.24, 5000],
    ["of recorded times, for none", THREE_OF_FOUR, 0, 5000],
    ["of recorded times, for all", THREE_OF_FOUR, 1, 1000],
    ["of an exponential distribution", exponential, 0.01, 1000 * Math.log(100)],
    ["of an exponential distribution at least its mean", exponential, 0.9, 1000],
    ["of one time that time", fixed, 0.01, 1000],
  ])("is, %s", (_what, storm, share, limit) => {
    expect(limitFor(share, storm)).toBeCloseTo(limit, 6);
  });

  it("is run past by no more than the share, and is a time that was measured", () => {
    const pair = fc.tuple(fc.integer({ min: 1, max: 9000 }), fc.integer({ min: 1, max: 50 }));
    const pairs = fc
      .uniqueArray(pair, { selector: ([time]) => time, minLength: 1, maxLength: 20 })
      .map((all) => all.toSorted(([a], [b]) => a - b));
    fc.assert(
      fc.property(pairs, fc.integer({ min: 0, max: 100 }), (all, percent) => {
        const storm = recorded(all);
        const limit = limitFor(percent / 100, storm);
        expect(all.map(([time]) => time)).toContain(limit);
        expect(shareOver(limit, storm)).toBeLessThanOrEqual(percent / 100 + 1e-9);
      }),
    );
  });
});
