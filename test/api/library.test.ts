import { describe, expect, it } from "vitest";
import { simulate, validate } from "../../src/api/library.js";
import { fleetOf } from "../inventory/from-text.js";

describe("validate", () => {
  it.each([
    ["a slug that no rule has", { today: "2026-01-01", only: ["typo"] }, /typo/],
    ["a day that is none", { today: "2026-13-40" }, /2026-13-40/],
  ])("of the library takes no %s", (_what, options, said) => {
    expect(() => validate(fleetOf(""), options)).toThrow(said);
    expect(() => validate(fleetOf(""), options)).toThrow(RangeError);
  });

  it("of the library takes no two rules of one slug", () => {
    const rule = {
      ...{ slug: "own/rule", severity: "info" as const, title: "", why: "", how: "", fix: "" },
      source: [],
      run: () => [],
    };
    expect(() => validate(fleetOf(""), { today: "2026-01-01", rules: [rule, rule] })).toThrow(/own\/rule/);
  });
});

describe("simulate", () => {
  it.each([
    { runs: 0 },
    { runs: -1 },
    { runs: 1.5 },
    { runs: Number.NaN },
    { runs: 1e9 },
    { seed: -1 },
    { seed: 0.5 },
  ])("of the library predicts nothing from %j", (options) => {
    expect(simulate(fleetOf(""), options)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/whole number/),
    });
  });
});
