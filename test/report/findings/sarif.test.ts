import schema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatSarif } from "../../../src/report/findings/sarif.js";
import type { Finding } from "../../../src/rules/finding.js";
import { ANY_TEXT, BACKLOG, finding, RULES, report, WAIVER } from "../sample.js";

// The schema is written in draft 4 and uses nothing that later drafts read otherwise.
const { $schema: _, id: __, ...draftless } = schema;
const ajv = new Ajv({ strict: false, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(draftless);

const sarif = (...findings: readonly Finding[]) => {
  const printed = formatSarif(report(findings), RULES, "1.0.0");
  const log = JSON.parse(printed);
  expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
  return log.runs[0];
};

const uriOf = (file: string): unknown => {
  const run = sarif(finding({ at: { ...finding().at, file } }));
  return run.results[0].locations[0].physicalLocation.artifactLocation;
};

describe("formatSarif", () => {
  it("is SARIF 2.1.0 of one run", () => {
    const log = JSON.parse(formatSarif(report([finding()]), RULES, "1.0.0"));
    expect(log.version).toBe("2.1.0");
    expect(log.runs).toHaveLength(1);
    expect(log.runs[0].tool.driver).toMatchObject({ name: "mmconf", version: "1.0.0" });
    expect(log.runs[0].columnKind).toBe("utf16CodeUnits");
  });

  it("is refused by the schema when it is broken", () => {
    const log = JSON.parse(formatSarif(report([finding()]), RULES, "1.0.0"));
    log.runs[0].results[0].level = "fatal";
    expect(validate(log)).toBe(false);
  });

  it("describes every rule, with help in text and Markdown", () => {
    const { rules } = sarif().tool.driver;
    expect(rules.map((rule: { id: string }) => rule.id)).toEqual(["capacity/app-slots", "capacity/backlog"]);
    expect(rules[1]).toEqual({
      id: "capacity/backlog",
      shortDescription: { text: "Every listen backlog fits within net.core.somaxconn" },
      fullDescription: { text: "The kernel truncates a longer one silently." },
      help: {
        text: "Why: The kernel truncates a longer one silently.\n\nFix: Raise net.core.somaxconn.\n\nSource: listen(2)",
        markdown:
          "**Why.** The kernel truncates a longer one silently.\n\n**Fix.** Raise net.core.somaxconn.\n\n**Source.** listen(2)",
      },
      defaultConfiguration: { level: "warning" },
    });
  });

  it("leaves code in the Markdown of a rule as code, and makes nothing else of it", () => {
    const rule = {
      slug: "a/b",
      severity: "info",
      title: "t",
      why: "`inter_x` <b> *y*",
      fix: "",
      how: "",
      source: [],
    } as const;
    const log = JSON.parse(formatSarif(report([]), [rule], "1.0.0"));
    expect(log.runs[0].tool.driver.rules[0].help.markdown).toBe("**Why.** `inter_x` \\<b\\> \\*y\\*");
  });

  it("places a finding of its rule", () => {
    const [result] = sarif(BACKLOG, finding()).results.slice(1);
    expect(result).toMatchObject({
      ruleId: "capacity/app-slots",
      ruleIndex: 0,
      level: "error",
      suppressions: [],
    });
    expect(result.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: "inventories/prod.yaml", uriBaseId: "SRCROOT" },
          region: { startLine: 6, startColumn: 56, endColumn: 67 },
        },
        logicalLocations: [
          { fullyQualifiedName: "haproxy.listeners.mirror-lists.server.maxconn", kind: "member" },
        ],
      },
    ]);
    expect(result.message.text.split("\n\n")).toEqual([
      "prod: 6 proxies may send app1 150 requests at once; it has 100 slots.",
      "Why: 6 proxies x maxconn 25 = 150 (156 with health checks) > 100 processes x 1 thread; also app2-4, app7.",
      "Fix: maxconn 15 fits; or 156 processes, if memory allows (app1 has room for 131).",
    ]);
  });

  it.each([
    ["error", "error"],
    ["warning", "warning"],
    ["info", "note"],
  ] as const)("calls %s %s", (severity, level) => {
    expect(sarif(finding({ severity })).results[0].level).toBe(level);
  });

  it("makes a rule for a finding that the catalogue does not know", () => {
    const run = sarif(finding({ rule: "schema/unit" }), finding({ rule: "schema/unit", subject: "other" }));
    expect(run.results.map((result: { ruleIndex: number }) => result.ruleIndex)).toEqual([2, 2]);
    expect(run.tool.driver.rules[2]).toMatchObject({
      id: "schema/unit",
      shortDescription: { text: "schema/unit" },
    });
  });

  it("suppresses what is waived, with the reason", () => {
    expect(sarif(finding({ waived: WAIVER })).results[0].suppressions).toEqual([
      {
        kind: "external",
        status: "accepted",
        justification: WAIVER.reason,
        properties: { until: "2027-06-01" },
      },
    ]);
  });

  it("keeps fingerprints when lines move, and tells environments on one line apart", () => {
    const prints = (...findings: readonly Finding[]) =>
      sarif(...findings).results.map((result: { partialFingerprints: object }) => result.partialFingerprints);
    const moved = finding({ at: { ...finding().at, line: 99 } });
    expect(prints(moved)).toEqual(prints(finding()));
    const [prod, before] = prints(finding(), finding({ environment: "before" }));
    expect(prod.primaryLocationLineHash).not.toBe(before.primaryLocationLineHash);
  });

  const uris: readonly [string, object][] = [
    ["inventories/prod.yaml", { uri: "inventories/prod.yaml", uriBaseId: "SRCROOT" }],
    ["./prod.yaml", { uri: "prod.yaml", uriBaseId: "SRCROOT" }],
    ["../prod.yaml", { uri: "../prod.yaml", uriBaseId: "SRCROOT" }],
    ["my inventory #1?.yaml", { uri: "my%20inventory%20%231%3F.yaml", uriBaseId: "SRCROOT" }],
    ["http:x.yaml", { uri: "http%3Ax.yaml", uriBaseId: "SRCROOT" }],
    ["40%.yaml", { uri: "40%25.yaml", uriBaseId: "SRCROOT" }],
    ["生産.yaml", { uri: "%E7%94%9F%E7%94%A3.yaml", uriBaseId: "SRCROOT" }],
    ["\ud800.yaml", { uri: "%EF%BF%BD.yaml", uriBaseId: "SRCROOT" }],
    ["/srv/prod.yaml", { uri: "file:///srv/prod.yaml" }],
  ];
  it.each(uris)("encodes %j as a URI", (file, expected) => {
    expect(uriOf(file)).toEqual(expected);
  });

  it("places an override of the command line in no file", () => {
    const run = sarif(finding({ at: { ...finding().at, file: "--set" } }));
    expect(run.results[0].locations[0].physicalLocation).toBeUndefined();
  });

  it("makes neither placeholders nor links of a message", () => {
    const [result] = sarif(
      finding({ message: "see [here](https://example.org) {0}", why: "", fix: "", hosts: [] }),
    ).results;
    expect(result.message.text).toBe("prod: see [here] (https://example.org) {{0}}.");
  });

  it("stays valid, whatever stands in a finding", () => {
    const text = fc.oneof(
      ANY_TEXT,
      fc.constantFrom(
        "",
        '"}]',
        "\n::error::x",
        "\x1b[2J",
        "<script>",
        "##[error]",
        "{0}",
        "__proto__",
        "a/../b",
      ),
    );
    const place = fc.record({
      file: text,
      line: fc.integer({ min: 1, max: 1e6 }),
      column: fc.integer({ min: 1, max: 1e4 }),
      endColumn: fc.integer({ min: 1, max: 1e4 }),
      path: text,
    });
    const any = fc.record({
      rule: text,
      environment: text,
      subject: text,
      message: text,
      why: text,
      fix: text,
      at: place,
      hosts: fc.array(text),
      figures: fc.dictionary(text, fc.oneof(fc.double(), text)),
      claims: fc.constant(null),
      waived: fc.option(fc.record({ reason: text, until: text })),
      severity: fc.constantFrom("error", "warning", "info"),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 4 }), (findings) => {
        const run = sarif(...findings);
        expect(run.results).toHaveLength(findings.length);
        for (const result of run.results)
          expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
        expect(formatSarif(report(findings), RULES, "1.0.0")).not.toMatch(/[^\P{Cc}\n]|##\[|^\s*::/mu);
      }),
      { numRuns: 200 },
    );
  });
});
