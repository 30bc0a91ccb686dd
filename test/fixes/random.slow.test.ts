import { describe, expect, it } from "vitest";
import { fixesOf, fleetsOf } from "../../tools/agree/fixes.js";

/** `npm run fixes` takes any number of them. */
const SEEDS = 30;

describe("the values of a fix, on random fleets", () => {
  const all = Array.from({ length: SEEDS }, (_, at) => at + 1).flatMap((seed) =>
    fleetsOf(seed).flatMap(({ kind, fleet }) =>
      fixesOf(fleet).map((fixed) => ({ about: `${kind} ${seed}: ${fixed.finding.rule}`, ...fixed })),
    ),
  );

  it("hold what a fix promises, in the simulator too", () => {
    expect(all.flatMap(({ about, broken }) => broken.map((one) => `${about}: ${one}`))).toEqual([]);
  });

  it("are given for most errors and warnings", () => {
    const open = all.filter(({ finding }) => finding.severity !== "info");
    const filled = open.filter(({ finding }) => finding.set?.length);
    expect(filled.length / open.length).toBeGreaterThanOrEqual(0.85);
    expect(open.length).toBeGreaterThan(SEEDS);
  });
});
