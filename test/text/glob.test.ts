import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitsGlob } from "../../src/text/glob.js";

describe("a glob", () => {
  it.each<readonly [string, string, boolean]>([
    ["prod", "prod", true],
    ["prod", "prod2", false],
    ["p*", "prod", true],
    ["*", "", true],
    ["", "", true],
    ["", "a", false],
    ["?", "", false],
    ["pr?d", "prod", true],
    ["*od", "prod", true],
    ["*o*d", "prod", true],
    ["p*p", "p", false],
    ["a*a*a", "aa", false],
    ["a*a*a", "aaa", true],
    ["app[1-3]", "app2", true],
    ["app[1-3]", "app4", false],
    ["app[!1-3]", "app4", true],
    ["app[ab]*", "appbc", true],
    ["a[b", "a[b", true],
    ["a.b", "axb", false],
    ["^(a|b)$", "a", false],
    ["é", "e\u0301", true],
    ["?", "😀", true],
  ])("%j fits %j: %s", (pattern, name, fits) => {
    expect(fitsGlob(pattern, name)).toBe(fits);
  });

  it("fits what a regular expression of it does", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 8 });
    const names = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 10 });
    fc.assert(
      fc.property(letters, names, (pattern, name) => {
        const same = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
        expect(fitsGlob(pattern, name)).toBe(same.test(name));
      }),
      { numRuns: 2000 },
    );
  });

  it("of stars alone takes no time that grows with their number", () => {
    // As a regular expression, this would outlive the test by far.
    expect(fitsGlob(`${"*a".repeat(5000)}*b`, "a".repeat(10_000))).toBe(false);
    expect(fitsGlob("[".repeat(100_000), "a")).toBe(false);
  });
});
