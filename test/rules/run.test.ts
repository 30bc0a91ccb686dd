import { describe, expect, it } from "vitest";
import { allRules } from "../../src/api/built-in.js";
import { cfgRules } from "../../src/rules/cfg/all.js";
import type { Fault, Rule, RuleResult } from "../../src/rules/define.js";
import { defineRule, fault, lack, pass } from "../../src/rules/define.js";
import type { Severity } from "../../src/rules/finding.js";
import { atLeast, SEVERITIES } from "../../src/rules/finding.js";
import { ruleBook } from "../../src/rules/rule-book.js";
import { evaluate } from "../../src/rules/run.js";
import { small } from "../fleet/small.js";

const AT = { file: "b.yaml", line: 2, column: 3, endColumn: 9, path: "a.b" };
const found = (more: Partial<Fault> = {}): RuleResult =>
  fault({
    subject: { service: "s", host: "app1" },
    message: "m",
    why: "w",
    fix: "n",
    figures: { a: 1 },
    at: AT,
    ...more,
  });
const missing = (more: object = {}): RuleResult =>
  lack({ subject: "s", needs: "the figure", at: AT, ...more });

const checkOf = (slug: string, verdicts: readonly RuleResult[], severity: Severity = "error"): Rule =>
  defineRule({
    slug,
    severity,
    title: "It is so.",
    why: "w",
    how: "h",
    fix: "n",
    source: [],
    run: () => verdicts,
  });
const run = (...checks: readonly Rule[]) => evaluate(small(), checks);
const one = (...verdicts: readonly RuleResult[]) => run(checkOf("a/b", verdicts)).findings;

describe("what checks come to", () => {
  it("is counted by rule: passed, failed or lacking a figure", () => {
    const { tally } = run(
      checkOf("a/not-applied", []),
      checkOf("a/passed", [pass, pass]),
      checkOf("a/failed", [pass, found(), found()]),
      checkOf("a/lacking", [pass, missing()]),
      checkOf("a/both", [missing(), found()]),
    );
    expect(tally).toEqual({ environment: "test", applied: 4, passed: 1, failed: 2, lacked: 1 });
  });

  it("is a finding, with the rule's severity unless the fault has its own", () => {
    expect(one(found({ hosts: ["app1"] }))).toEqual([
      {
        rule: "a/b",
        severity: "error",
        environment: "test",
        subject: { service: "s", host: "app1" },
        message: "m",
        at: AT,
        figures: { a: 1 },
        why: "w",
        fix: "n",
        hosts: ["app1"],
        claims: null,
        waived: null,
      },
    ]);
    expect(one(found({ severity: "info" }))).toMatchObject([{ severity: "info", hosts: [] }]);
  });

  it("is an info where a figure lacks", () => {
    expect(one(missing({ hosts: ["app1"] }))).toEqual([
      {
        rule: "a/b",
        severity: "info",
        environment: "test",
        subject: "s",
        message: expect.stringContaining("the figure"),
        at: AT,
        figures: {},
        why: expect.stringMatching(/^It is so\. .*the figure/),
        fix: expect.stringContaining("the figure"),
        hosts: ["app1"],
        claims: null,
        waived: null,
      },
    ]);
    expect(one(missing())).toMatchObject([{ hosts: [] }]);
  });

  it("is one finding for hosts that share it, sorted, each once", () => {
    const [only, ...more] = one(
      found({ hosts: ["app10", "app2"] }),
      found({ subject: { service: "s", host: "backup1" }, message: "of another", hosts: ["app2", "app1"] }),
    );
    expect(more).toEqual([]);
    expect(only).toMatchObject({
      subject: { service: "s", host: "app1" },
      message: "m",
      hosts: ["app1", "app2", "app10"],
    });
  });

  it.each([
    ["severity", { severity: "info" }],
    ["file", { at: { ...AT, file: "c.yaml" } }],
    ["line", { at: { ...AT, line: 9 } }],
    ["column", { at: { ...AT, column: 9 } }],
    ["figures", { figures: { a: 2 } }],
    ["subject", { subject: { service: "t", host: "app1" } }],
  ] as const)("is two findings where the %s differs", (_what, other) => {
    const hosts = ["app1"];
    expect(one(found({ hosts }), found({ hosts, ...other }))).toHaveLength(2);
  });

  it("is two findings where no hosts are named and the messages differ", () => {
    expect(one(found(), found({ message: "other" }))).toHaveLength(2);
    expect(one(found(), found())).toHaveLength(1);
  });

  it("comes in the order of severity, file, line, column and rule", () => {
    const at = (file: string, line: number, column: number) => ({ at: { ...AT, file, line, column } });
    const findings = [
      ["1", "error", at("b.yaml", 9, 9)],
      ["2", "warning", at("a.yaml", 2, 1)],
      ["3", "warning", at("b.yaml", 1, 9)],
      ["4", "warning", at("b.yaml", 2, 1)],
      ["5", "warning", at("b.yaml", 2, 3)],
      ["6", "warning", at("b.yaml", 2, 3)],
      ["7", "warning", at("b.yaml", 10, 1)],
      ["8", "info", at("a.yaml", 1, 1)],
    ] as const;
    const checks = findings.map(([slug, severity, more]) => checkOf(`a/${slug}`, [found(more)], severity));
    const order = findings.map(([slug]) => `a/${slug}`);
    for (const given of [checks, checks.toReversed(), [...checks.slice(4), ...checks.slice(0, 4)]])
      expect(run(...given).findings.map(({ rule }) => rule)).toEqual(order);
  });
});

describe("a threshold of severity", () => {
  it.each([
    ["error", "error", true],
    ["error", "warning", true],
    ["error", "info", true],
    ["warning", "error", false],
    ["warning", "warning", true],
    ["info", "warning", false],
    ["info", "info", true],
  ] as const)("takes %s for at least %s: %s", (severity, threshold, is) => {
    expect(atLeast(severity, threshold)).toBe(is);
  });

  it("knows error, warning and info, in that order", () => {
    expect(SEVERITIES).toEqual(["error", "warning", "info"]);
  });
});

describe("the rule book", () => {
  const rules = ruleBook(allRules.toReversed());

  it("is sorted by slug", () => {
    const slugs = rules.map(({ slug }) => slug);
    expect(slugs).toEqual(slugs.toSorted());
  });

  it("holds the rules of waivers and of the inventory's shape beside the checks'", () => {
    const judged = [...allRules, ...cfgRules];
    const others = rules.filter(({ slug }) => !judged.some((rule) => rule.slug === slug));
    expect(
      others.filter(({ slug }) => slug.startsWith("waiver/")).map((rule) => [rule.slug, rule.severity]),
    ).toEqual([
      ["waiver/expired", "error"],
      ["waiver/unknown-rule", "error"],
      ["waiver/unused", "warning"],
    ]);
    const shape = others.filter(({ slug }) => slug.startsWith("schema/"));
    expect(shape.length).toBeGreaterThan(0);
    expect(shape.length + 3).toBe(others.length);
    expect(new Set(shape.map(({ severity }) => severity))).toEqual(new Set(["error"]));
    for (const { source } of others) expect(source).toEqual(["docs/inventory.md"]);
  });
});

describe("the rule book with rules on files", () => {
  it("holds each of them once, those that fleets have too as those are", () => {
    const rules = ruleBook(allRules);
    for (const { slug } of cfgRules) expect(rules.filter((rule) => rule.slug === slug)).toHaveLength(1);
    expect(new Set(rules.map(({ slug }) => slug)).size).toBe(rules.length);
  });
});

describe("a rule's slug", () => {
  it.each(["a", "a/b/c", "A/b", "a/b c", "/b", "a/", " a/b", "a/b "])("can't be %j", (slug) => {
    expect(() => checkOf(slug, [])).toThrow(`a rule's slug has the form area/name, not ${slug}`);
  });

  it.each(["a/b", "area-2/name-of-3"])("can be %j", (slug) => {
    expect(checkOf(slug, []).slug).toBe(slug);
  });
});
