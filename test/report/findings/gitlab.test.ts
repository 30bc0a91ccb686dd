import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatGitlab } from "../../../src/report/findings/gitlab.js";
import { ANY_TEXT, BACKLOG, finding, report, WAIVER } from "../sample.js";

const parse = (...findings: Parameters<typeof report>[0]) => JSON.parse(formatGitlab(report(findings)));

describe("formatGitlab", () => {
  it("makes an issue of a finding", () => {
    expect(parse(finding())).toEqual([
      {
        description:
          "prod: 6 proxies may send app1 150 requests at once; it has 100 slots " +
          "(6 proxies x maxconn 25 = 150 (156 with health checks) > 100 processes x 1 thread; also app2-4, app7) " +
          "Fix: maxconn 15 fits; or 156 processes, if memory allows (app1 has room for 131)",
        check_name: "capacity/app-slots",
        fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
        severity: "critical",
        location: { path: "inventories/prod.yaml", lines: { begin: 6 } },
      },
    ]);
  });

  it("knows GitLab's severities", () => {
    const severities = parse(finding(), BACKLOG, finding({ severity: "info" })).map(
      (issue: { severity: string }) => issue.severity,
    );
    expect(severities).toEqual(["critical", "major", "info"]);
  });

  it("is an empty list where there is nothing, or only what is waived", () => {
    expect(formatGitlab(report([]))).toBe("[]\n");
    expect(formatGitlab(report([finding({ waived: WAIVER })]))).toBe("[]\n");
  });

  it("gives no two findings one fingerprint", () => {
    const prints = parse(finding(), finding(), finding({ environment: "before" })).map(
      (issue: { fingerprint: string }) => issue.fingerprint,
    );
    expect(new Set(prints).size).toBe(3);
  });

  it("keeps a fingerprint when a finding before it is waived", () => {
    const [, second] = parse(finding(), finding());
    expect(parse(finding({ waived: WAIVER }), finding())).toEqual([second]);
  });

  it("names files as GitLab's diff does", () => {
    const [issue] = parse(finding({ at: { ...finding().at, file: "./inventories/prod.yaml" } }));
    expect(issue.location.path).toBe("inventories/prod.yaml");
  });

  it("stays JSON of one issue a finding, whatever stands in it", () => {
    fc.assert(
      fc.property(ANY_TEXT, (text) => {
        const hostile = `${text}"}]\n::error::x\x1b[2J<script>##[error]`;
        const printed = formatGitlab(report([finding({ message: hostile, why: hostile, rule: hostile })]));
        const issues = JSON.parse(printed);
        expect(issues).toHaveLength(1);
        expect(issues[0].check_name).toBe(hostile);
        expect(issues[0].description.startsWith(`prod: ${hostile}`)).toBe(true);
        expect(printed).not.toMatch(/[^\P{Cc}\n]|##\[|^\s*::/mu);
      }),
    );
  });
});
