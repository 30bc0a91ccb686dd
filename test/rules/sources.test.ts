import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { allRules } from "../../src/api/built-in.js";
import { ruleBook } from "../../src/rules/rule-book.js";

const TESTS = allRules.flatMap((check) =>
  check.source.filter((source) => source.startsWith("test/")).map((source) => [check.slug, source]),
);

describe("the rule book", () => {
  it("holds each slug once, and says of every rule what it is, why, how and on whose word", () => {
    const rules = ruleBook(allRules);
    expect(new Set(rules.map((rule) => rule.slug)).size).toBe(rules.length);
    for (const rule of rules) {
      for (const text of [rule.title, rule.why, rule.how, rule.fix]) expect(text).toMatch(/^\S.*[.)]$/s);
      expect(rule.source.length).toBeGreaterThan(0);
    }
  });

  it.each(TESTS)("%s stands on a test that there is: %s", (_slug, source = "") => {
    expect(existsSync(source.replace(/:.*$/, ""))).toBe(true);
  });
});
