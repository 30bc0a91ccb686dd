import { describe, expect, it } from "vitest";
import { agreement } from "../../tools/agree/main.js";

/** `npm run agree` takes any number of them. */
const FLEETS = 250;

describe("what validate states of a storm", () => {
  const all = Array.from({ length: FLEETS }, (_, at) => agreement(at + 1));

  it("is borne out by the simulator: requests fail, and servers are marked DOWN, where a finding claims so", () => {
    expect(all.flatMap(({ contradicted }) => contradicted)).toEqual([]);
    expect(all.flatMap(({ claimed }) => claimed).length).toBeGreaterThan(FLEETS / 2);
  });

  it("leaves no lost storm without a rule that says why", () => {
    expect(all.filter(({ missed }) => missed).map(({ seed }) => seed)).toEqual([]);
    expect(all.filter(({ failed }) => failed > 0.01).length).toBeGreaterThan(FLEETS / 4);
  });
});
