import { describe, expect, it } from "vitest";
import { checkCfg } from "../../../src/rules/cfg/check.js";
import type { Finding } from "../../../src/rules/finding.js";
import { configurationOf } from "../../haproxy/cfg/read.js";
import { CFG_SLUGS, caseOf } from "./cases.js";

const findingsOn = (text: string): readonly Finding[] => checkCfg(configurationOf(text, "2.6")).findings;

describe.each(CFG_SLUGS)("%s", (slug) => {
  const text = caseOf(slug, "fails");
  const findings = findingsOn(text).filter(({ rule }) => rule === slug);

  it("finds the lines that are wrong, and no others", () => {
    const marked = text.split("\n").flatMap((line, at) => (line.endsWith("# here") ? [at + 1] : []));
    expect(marked.length).toBeGreaterThan(0);
    expect(findings.map(({ at }) => at.line).sort((a, b) => a - b)).toEqual(marked);
  });

  it("points to a word of the line, and fills every blank of what it says", () => {
    for (const { at, message, why, fix, figures } of findings) {
      expect(text.split("\n")[at.line - 1]?.slice(at.column - 1, at.endColumn - 1)).toMatch(/^\S+$/);
      expect(Object.keys(figures)).not.toEqual([]);
      for (const said of [message, why, fix]) {
        expect(said).toMatch(/^\S.*\S$/);
        expect(said).not.toMatch(/undefined|null|NaN|\[object| {2}/);
      }
    }
  });

  it("says nothing of what is right, and nor does any other rule", () => {
    expect(findingsOn(caseOf(slug, "passes"))).toEqual([]);
  });
});
