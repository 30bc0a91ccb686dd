import { describe, expect, it } from "vitest";
import { allRules, builtIn } from "../../src/api/built-in.js";
import type { Side } from "../../src/diff/comparison.js";
import { compareSides, decide } from "../../src/diff/comparison.js";
import type { Tree } from "../../src/diff/text/tree.js";
import { defineRule, fault } from "../../src/rules/define.js";
import type { Finding, Severity } from "../../src/rules/finding.js";
import { environment, small } from "./fleets.js";

/** Finds of each severity as many faults as the description asks for: `2 error, 1 warning`. */
const asked = defineRule({
  slug: "test/asked",
  severity: "info",
  title: "",
  why: "",
  how: "",
  fix: "",
  source: [],
  run: ({ description, node }) =>
    [...description.matchAll(/(\d) (error|warning|info)/g)].flatMap(([, many, severity]) =>
      Array.from({ length: Number(many) }, (_, index) =>
        fault({
          subject: `${severity} ${index + 1}`,
          message: "",
          why: "",
          fix: "",
          at: node.origin,
          figures: {},
          severity: severity as Severity,
        }),
      ),
    ),
});

const TODAY = { today: "2026-11-24", rules: [asked], targets: builtIn };
const tree = (text: string): Tree => new Map([["a.cfg", { content: `${text}\n`, mode: "100644" }]]);
const side = (findings: string, text = findings): Side => ({
  name: findings,
  tree: tree(text),
  fleet: small(`description: ${JSON.stringify(findings)}`),
});
const gone = (missing: string): Side => ({ name: "gone", tree: new Map(), fleet: undefined, missing });

describe("the decision on a change", () => {
  it.each([
    ["nothing differs", side(""), side(""), "fine", "rendered files do not change"],
    ["only lines differ", side("", "old"), side("", "new"), "fine", "no new error and no new warning"],
    ["an error is new", side(""), side("1 error"), "stop", "1 new error"],
    ["errors and warnings are new", side(""), side("2 error, 1 warning"), "stop", "2 new errors"],
    ["a warning is new", side(""), side("1 warning"), "look", "1 new warning"],
    ["a note is new", side("", "same"), side("3 info", "same"), "fine", "rendered files do not change"],
    [
      "an error was there before",
      side("1 error"),
      side("1 error"),
      "look",
      "no new error; 1 existing error remains",
    ],
    [
      "errors were there before",
      side("2 error"),
      side("2 error"),
      "look",
      "no new error; 2 existing errors remain",
    ],
    [
      "a warning was there before",
      side("1 warning"),
      side("1 warning"),
      "fine",
      "rendered files do not change",
    ],
    ["an error goes", side("1 error"), side(""), "fine", "no new error and no new warning"],
    ["the side after is gone", side(""), gone("is not there"), "stop", "gone is not there"],
    [
      "the side before is gone",
      { ...gone("is not there"), name: "old" },
      { ...side(""), fleet: undefined },
      "look",
      "nothing to compare with: before, it is not there",
    ],
    [
      "no inventory is behind a side",
      { ...side(""), fleet: undefined },
      side(""),
      "look",
      "one side has no inventory: only the rendered lines were compared",
    ],
    [
      "an empty side has an inventory",
      { ...side(""), missing: "rendered nothing" },
      side("1 warning"),
      "look",
      "1 new warning",
    ],
  ] as const)("where %s", (_what, before, after, merge, because) => {
    expect(decide(compareSides("prod", before, after, TODAY))).toEqual({ merge, because });
  });

  it("lets a waived error pass", () => {
    const waiver =
      "\naccept: [{ rule: test/asked, subject: error 1, reason: it is meant so, until: 2026-12-31 }]";
    const waived = { ...side("1 error", ""), fleet: small(`description: 1 error${waiver}`) };
    expect(decide(compareSides("prod", side(""), waived, TODAY)).merge).toBe("fine");
  });

  it("asks to mind the order where a part of the change is worse alone", () => {
    const fleets = [environment("before"), environment("prod")] as const;
    const [before, after] = fleets.map((fleet) => ({ ...side(""), fleet }));
    if (before === undefined || after === undefined) throw new Error("two sides");
    const compared = compareSides("prod", before, after, { ...TODAY, rules: allRules });
    const quiet = compared.meaning && {
      ...compared.meaning,
      findings: { appeared: [], gone: [], stayed: [] },
    };
    expect(decide({ ...compared, meaning: quiet })).toEqual({
      merge: "look",
      because: "no new error; 1 part must not be rolled out alone: keep the order",
    });
  });
});

describe("a comparison", () => {
  const { meaning, ...compared } = compareSides("prod", side("2 error"), side("1 error, 1 warning"), TODAY);
  const subjects = (findings: readonly Pick<Finding, "subject">[] = []) =>
    findings.map(({ subject }) => subject);

  it("names its sides, and holds the patch between them", () => {
    expect(compared).toMatchObject({ environment: "prod", before: "2 error", after: "1 error, 1 warning" });
    expect(compared.files.map(({ path, status }) => `${status} ${path}`)).toEqual(["changed a.cfg"]);
    expect(compared.patch).toContain("\n-2 error\n+1 error, 1 warning\n");
    expect(compared.missing).toEqual({ before: null, after: null });
  });

  it("tells what appeared, what is gone and what stayed", () => {
    expect(subjects(meaning?.findings.appeared)).toEqual(["warning 1"]);
    expect(subjects(meaning?.findings.gone)).toEqual(["error 2"]);
    expect(subjects(meaning?.findings.stayed)).toEqual(["error 1"]);
  });

  it("takes a finding of another severity for another one", () => {
    const two = defineRule({
      ...asked,
      run: (fleet) => asked.run(fleet).map((verdict) => ({ ...verdict, subject: "one" })),
    });
    const told = compareSides("prod", side("1 error"), side("1 warning"), { ...TODAY, rules: [two] });
    expect(told.meaning?.findings).toMatchObject({ appeared: [{}], gone: [{}], stayed: [] });
  });

  it("takes a finding that is waived for another than the same open one", () => {
    const waiver =
      "\naccept: [{ rule: test/asked, subject: error 1, reason: it is meant so, until: 2026-12-31 }]";
    const waived = { ...side(""), fleet: small(`description: 1 error${waiver}`) };
    const told = compareSides("prod", side("1 error"), waived, TODAY).meaning?.findings;
    expect(told).toMatchObject({ appeared: [{}], gone: [{}], stayed: [] });
    const same = compareSides("prod", waived, waived, TODAY).meaning?.findings;
    expect(same).toMatchObject({ appeared: [], gone: [], stayed: [{}] });
  });

  it.each([
    ["check", "rule: test/other", 1],
    ["subject", "subject: error 2", 1],
    ["reason", "reason: another one", 1],
    ["last day", "until: 2027-01-02", 1],
    ["nothing", "", 0],
  ])("takes a waiver of another %s for another one", (_what, other, changed) => {
    const base = "rule: test/asked, subject: error 1, reason: it is meant so, until: 2027-01-01";
    const key = other.split(":")[0] ?? "";
    const waivers = (text: string) => ({ ...side(""), fleet: small(`accept: [{ ${text} }]`) });
    const differs = key === "" ? base : base.replace(new RegExp(`${key}: [^,]*`), other);
    const told = compareSides("prod", waivers(base), waivers(differs), TODAY).meaning?.waivers;
    expect(told?.appeared).toHaveLength(changed);
    expect(told?.gone).toHaveLength(changed);
    expect(told?.stayed).toHaveLength(1 - changed);
  });

  it("tells how each change is rolled out, and which failed answers it adds", () => {
    const raised = small(
      "haproxy: { listeners: { mirror-lists: { server: { maxconn: 60, maxqueue: 9 } } } }",
    );
    const told = compareSides("prod", side(""), { ...side(""), fleet: raised }, TODAY).meaning;
    expect(told?.changes.map(({ setting, rollout }) => `${setting} ${rollout.takes}`)).toEqual([
      "maxconn runtime",
      "maxqueue reload",
    ]);
    expect(told?.answers.stayed.map(({ flags }) => flags)).toEqual(["sQ", "sH"]);
    expect(told?.answers.appeared.map(({ flags, status }) => `${flags} ${status}`)).toEqual([
      "SC 503",
      "sC 503",
    ]);
  });
});
