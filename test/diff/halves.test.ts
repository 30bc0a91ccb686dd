import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { halve } from "../../src/diff/halves.js";
import { fewestChanged } from "./fewest-changed.js";

const sequence = fc
  .constantFrom(3, 30, 300)
  .chain((variety) =>
    fc
      .array(fc.nat({ max: variety }), { minLength: 2, maxLength: 300, size: "max" })
      .map((lines) => Int32Array.from(lines)),
  );

const cut = (oldLines: Int32Array, newLines: Int32Array, allowed: number) => {
  const region = { oldStart: 0, oldEnd: oldLines.length, newStart: 0, newEnd: newLines.length };
  return halve(oldLines, newLines, region, allowed);
};

describe("cutting in halves", () => {
  it("cuts the longer side in its middle, where a shortest edit script passes", () => {
    fc.assert(
      fc.property(sequence, sequence, (oldLines, newLines) => {
        const { oldAt = 0, newAt = 0 } = cut(oldLines, newLines, Number.POSITIVE_INFINITY) ?? {};
        if (oldLines.length < newLines.length) expect(newAt).toBe(newLines.length >> 1);
        else expect(oldAt).toBe(oldLines.length >> 1);
        const head = fewestChanged(oldLines.slice(0, oldAt), newLines.slice(0, newAt));
        const tail = fewestChanged(oldLines.slice(oldAt), newLines.slice(newAt));
        expect(head + tail).toBe(fewestChanged(oldLines, newLines));
      }),
      { numRuns: 200 },
    );
  });

  it("is refused where it takes more than allowed", () => {
    const lines = new Int32Array(300);
    expect(cut(lines, lines, 1500)).toEqual({ oldAt: 150, newAt: 150 });
    expect(cut(lines, lines, 1499)).toBeUndefined();
  });
});
