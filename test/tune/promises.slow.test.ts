import { describe, expect, it } from "vitest";
import { promisesOf } from "../../tools/agree/promises.js";

/** `npm run promises` takes any number of them. */
const FLEETS = 60;

describe("tune's promise, on random fleets", () => {
  it("no finding that was not there, no fewer answers, no longer p99, no slots for nothing", async () => {
    const all = [];
    for (let seed = 1; seed <= FLEETS; seed++) all.push(await promisesOf(seed));
    expect(all.flatMap(({ seed, broken }) => broken.map((one) => `seed ${seed}: ${one}`))).toEqual([]);
    expect(all.filter(({ stopped }) => stopped !== undefined)).toEqual([]);
    expect(all.filter(({ saved }) => saved).length).toBeGreaterThan(FLEETS / 10);
  });
});
