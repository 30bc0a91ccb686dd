import { describe, expect, it } from "vitest";
import type { Report } from "../../../src/report/findings/report.js";
import { verdicts } from "../../../src/report/findings/verdict.js";
import type { Finding } from "../../../src/rules/finding.js";
import { finding, report, WAIVER } from "../sample.js";

const told = (given: Report): string =>
  verdicts(given)
    .map(({ text }) => text)
    .join("; ");
const tally = (passed: number) => ({
  environment: "prod",
  applied: 3,
  passed,
  failed: 3 - passed,
  lacked: 0,
});

describe("verdicts", () => {
  const warning = finding({ severity: "warning" });
  const cases: readonly [readonly Finding[], string][] = [
    [[finding({ waived: WAIVER })], "prod: 1 waived, no errors"],
    [[finding()], "prod: 1 error"],
    [[finding(), finding(), warning, finding({ severity: "info" })], "prod: 2 errors, 1 warning, 1 info"],
    [[warning, warning], "prod: 2 warnings, no errors"],
    [[finding({ environment: "", severity: "warning" })], "prod: all 3 rules passed; 1 warning, no errors"],
  ];
  it.each(cases)("tells what was found (%#)", (findings, expected) => {
    expect(told(report(findings, { rules: [tally(3)] }))).toBe(expected);
  });

  it("says that all passed only where all did", () => {
    expect(told(report([], { rules: [tally(3)] }))).toBe("prod: all 3 rules passed");
    expect(told(report([], { rules: [tally(2)] }))).toBe("prod: no findings");
    expect(told(report([], { rules: [] }))).toBe("prod: no findings");
  });

  it("says so where nothing was validated", () => {
    expect(told(report([], { environments: [], rules: [] }))).toBe(
      "nothing was validated: no environment given",
    );
  });

  it("tells a few environments one by one", () => {
    const given = report([finding({ environment: "before" })], {
      environments: ["before", "prod"],
      rules: [],
    });
    expect(told(given)).toBe("before: 1 error; prod: no findings");
  });

  it("tells many environments together, and which of them have errors", () => {
    const environments = Array.from({ length: 30 }, (_, i) => `stage${i + 1}`);
    const findings = [
      ...["stage3", "stage4", "stage9"].map((environment) => finding({ environment })),
      finding({ environment: "stage12", severity: "warning" }),
      finding({ environment: "stage13", waived: WAIVER }),
    ];
    expect(told(report(findings, { environments, rules: [] }))).toBe(
      "30 environments: 3 errors, 1 warning, 1 waived; errors in stage3-4, stage9",
    );
    expect(told(report([], { environments, rules: [] }))).toBe("30 environments: no findings");
  });

  it("paints by the worst that is not waived", () => {
    const inks = (findings: readonly Finding[]) => verdicts(report(findings)).map(({ ink }) => ink);
    expect(inks([finding(), warning])).toEqual(["error"]);
    expect(inks([warning])).toEqual(["warning"]);
    expect(inks([finding({ waived: WAIVER })])).toEqual(["good"]);
  });
});
