import { describe, expect, it } from "vitest";
import {
  environmentsOf,
  inReadingOrder,
  summarize,
  whyWithHosts,
} from "../../../src/report/findings/report.js";
import { finding, report, WAIVER } from "../sample.js";

describe("summarize", () => {
  it("counts by severity", () => {
    const findings = [finding(), finding({ severity: "warning" }), finding({ severity: "info" }), finding()];
    expect(summarize(findings)).toEqual({ error: 2, warning: 1, info: 1, waived: 0 });
  });

  it("counts a waived finding as waived only", () => {
    expect(summarize([finding({ waived: WAIVER })])).toEqual({ error: 0, warning: 0, info: 0, waived: 1 });
  });
});

describe("environmentsOf", () => {
  it("adds the environments that only a finding or a tally names", () => {
    const tally = { environment: "tuned", applied: 1, passed: 1, failed: 0, lacked: 0 };
    const given = report([finding({ environment: "before" })], { environments: ["prod"], rules: [tally] });
    expect(environmentsOf(given)).toEqual(["prod", "tuned", "before"]);
  });
});

describe("inReadingOrder", () => {
  it("goes by environment, then open before waived, then the worst first, then as given", () => {
    const names = ["p-waived", "p-info", "p-warning", "p-error", "b-warning", "b-error-1", "b-error-2"];
    const findings = names.map((subject) =>
      finding({
        subject,
        environment: subject.startsWith("b") ? "before" : "prod",
        severity: subject.includes("info") ? "info" : subject.includes("warning") ? "warning" : "error",
        waived: subject.includes("waived") ? WAIVER : null,
      }),
    );
    const ordered = inReadingOrder(report(findings, { environments: ["before", "prod"], rules: [] }));
    expect(ordered.map(({ subject }) => subject)).toEqual([
      "b-error-1",
      "b-error-2",
      "b-warning",
      "p-error",
      "p-warning",
      "p-info",
      "p-waived",
    ]);
  });
});

describe("whyWithHosts", () => {
  const message = "6 proxies may send app1 150 requests";
  const cases: readonly [string, string, readonly string[], string][] = [
    [
      "leaves out the host that the message names",
      "150 > 100",
      ["app1", "app2", "app3"],
      "150 > 100; also app2-3",
    ],
    ["adds nothing where the message names them all", "150 > 100", ["app1"], "150 > 100"],
    ["names all where the message names none", "150 > 100", ["bapp1", "bapp2"], "150 > 100; on bapp1-2"],
    ["makes a sentence behind a sentence", "It waits.", ["app1", "app2"], "It waits. Also app2."],
    ["says only where, if there is no why", "", ["app2"], "on app2"],
    ["takes app10 for another host than app1", "150 > 100", ["app1", "app10"], "150 > 100; also app10"],
    ["says nothing of no hosts", "150 > 100", [], "150 > 100"],
  ];
  it.each(cases)("%s", (_, why, hosts, expected) => {
    expect(whyWithHosts(finding({ message, why, hosts }))).toBe(expected);
  });
});
