import { describe, expect, it } from "vitest";
import { fingerprints } from "../../../src/report/findings/fingerprint.js";
import { BACKLOG, finding } from "../sample.js";

describe("fingerprints", () => {
  const [original] = fingerprints([finding()]);

  it("stay when a line moves, figures change or words are improved", () => {
    const moved = finding({
      at: { ...finding().at, line: 99, column: 1 },
      figures: { demand: 180 },
      message: "other words",
      severity: "warning",
      waived: { reason: "accepted", until: "2030-01-01" },
    });
    expect(fingerprints([BACKLOG, moved])[1]).toBe(original);
  });

  it.each([{ rule: "a/b" }, { environment: "before" }, { subject: "wiki" }])("differ by %j", (change) => {
    expect(fingerprints([finding(change)])[0]).not.toBe(original);
  });

  it("don't take a part of one name for a part of the next", () => {
    const [one, two] = fingerprints([
      finding({ environment: "a", subject: "b,c" }),
      finding({ environment: "a,b", subject: "c" }),
    ]);
    expect(one).not.toBe(two);
  });

  it("tell findings apart that agree in all three", () => {
    const prints = fingerprints([finding(), finding(), finding()]);
    expect(prints[0]).toBe(original);
    expect(new Set(prints).size).toBe(3);
    expect(prints.every((print) => /^[0-9a-f]{64}$/.test(print))).toBe(true);
  });
});
