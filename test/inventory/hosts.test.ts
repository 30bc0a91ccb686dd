import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareHosts } from "../../src/inventory/hosts.js";

const name = fc
  .array(fc.constantFrom("app", "b", "-", ".", "0", "1", "2", "9", "10", "007", "_"), { maxLength: 6 })
  .map((parts) => parts.join(""));

/** Runs of digits and of other characters, one after the other. */
const runsOf = (text: string): string[] => text.match(/\d+|\D+/g) ?? [];

const byRuns = (a: string, b: string): number => {
  const [left, right] = [runsOf(a), runsOf(b)];
  for (const [at, l] of left.entries()) {
    const r = right[at];
    if (r === undefined) return 1;
    if (l === r) continue;
    const difference = Number(l) - Number(r);
    return difference || (l < r ? -1 : 1);
  }
  return left.length - right.length;
};

describe("the order of hosts", () => {
  it.each([
    ["app2", "app10"],
    ["app10", "bapp1"],
    ["app", "app1"],
    ["app01", "app1"],
    ["app1", "app1b"],
    ["a1b2", "a1b10"],
    ["a09", "a10"],
  ])("has %s before %s", (first, second) => {
    expect(compareHosts(first, second)).toBeLessThan(0);
    expect(compareHosts(second, first)).toBeGreaterThan(0);
  });

  it("is that of their runs of digits and of other characters", () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(Math.sign(compareHosts(a, b))).toBe(Math.sign(byRuns(a, b)));
      }),
      { numRuns: 2000 },
    );
  });
});
