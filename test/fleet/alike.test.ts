import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Alike } from "../../src/fleet/alike.js";

const values = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, 0, 1, 2, "1", "a", true),
  fc.dictionary(fc.constantFrom("a", "b"), fc.integer({ min: 0, max: 1 })),
  fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 2 }),
);

const spelled = (value: unknown): string =>
  typeof value === "object" && value !== null ? JSON.stringify(value) : `${typeof value} ${value}`;

describe("the numbers of things that are alike", () => {
  it("are the same for equal sequences, and for those only", () => {
    fc.assert(
      fc.property(fc.array(fc.array(values, { maxLength: 4 }), { maxLength: 8 }), (sequences) => {
        const alike = new Alike();
        const numbered = sequences.map((sequence) => ({
          number: sequence.reduce<number>((before, value) => alike.and(before, value), 0),
          text: sequence.map(spelled).join("\n"),
        }));
        for (const a of numbered)
          for (const b of numbered) expect(a.number === b.number).toBe(a.text === b.text);
      }),
    );
  });

  it("differ for equal objects that count as themselves", () => {
    const alike = new Alike();
    const [a, b] = [{ x: 1 }, { x: 1 }];
    expect(alike.and(0, a)).toBe(alike.and(0, b));
    expect(alike.andThis(0, a)).not.toBe(alike.andThis(0, b));
    expect(alike.andThis(0, a)).toBe(alike.andThis(0, a));
  });
});
