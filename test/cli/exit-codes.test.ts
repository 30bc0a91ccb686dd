import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { mmconf, ownProject, TODAY } from "./mmconf.js";

describe("exit codes", () => {
  const table: readonly (readonly [string, readonly string[], number, RegExp])[] = [
    ["nothing asked: the help", [], 2, /Usage: mmconf/],
    ["the version", ["--version"], 0, /^\d+\.\d+\.\d+/],
    ["a command that is none, with the one meant", ["rendr"], 2, /unknown command 'rendr'[\s\S]*render/],
    ["an option that is none", ["render", "--evn", "prod"], 2, /unknown option '--evn'/],
    [
      "an environment that is none, with those there",
      ["render", "--env", "prdo"],
      2,
      /no environment prdo in inventories: there are before, prod, tuned; did you mean prod\?/,
    ],
    ["render without an environment", ["render"], 2, /--env NAME, or --all/],
    ["a format that is none", ["validate", "--format", "xml"], 2, /Allowed choices are text, json/],
    [
      "a severity that is none",
      ["validate", "--fail-on", "fatal"],
      2,
      /Allowed choices are error, warning, info/,
    ],
    [
      "a rule that is none",
      ["validate", "--only", "capacity/app-slot"],
      2,
      /no rule capacity\/app-slot: did you mean capacity\/app-slots\?/,
    ],
    ["a day that is none", ["validate", "--today", "11.5.2010"], 2, /--today 11\.5\.2010 is not a date/],
    ["a project that is none", ["-C", "/nonexistent", "validate"], 2, /there is no folder \/nonexistent/],
    [
      "a folder without inventories",
      ["--inventories", "nowhere", "validate"],
      2,
      /can't read the inventories in nowhere/,
    ],
    [
      "an override that is none",
      ["validate", "--env", "prod", "--set", "haproxy.versoin=2.6"],
      2,
      /did you mean version\?/,
    ],
    ["errors", ["validate", "--env", "before"], 1, /capacity\/app-slots/],
    ["a waived error", ["validate", "--env", "prod", ...TODAY], 0, /waived/],
    [
      "the same after its last day",
      ["validate", "--env", "prod", "--today", "2027-06-02"],
      1,
      /the waiver of capacity\/app-slots expired on 2027-06-01/,
    ],
    ["warnings below the threshold", ["validate", "--env", "tuned", "--fail-on", "info"], 0, /tuned/],
    ["a rule that is not there to explain", ["explain", "app-slots"], 2, /capacity\/app-slots/],
    ["an operand that is nothing", ["diff", "before", "nowhere"], 2, /nowhere/],
  ];
  it.each(table)("%s", (_title, args, code, said) => {
    const result = mmconf(args);
    expect(`${result.out}${result.err}`).toMatch(said);
    expect(`${result.out}${result.err}`).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
    expect(result.code).toBe(code);
  });

  it("gives results on stdout and diagnostics on stderr", () => {
    const failed = mmconf(["render", "--env", "nowhere"]);
    expect(failed.out).toBe("");
    expect(failed.err).toMatch(/^mmconf: /);
    const validated = mmconf(["validate", "--env", "prod", ...TODAY]);
    expect(validated.err).toBe("");
  });

  it("colours a terminal only, and not where NO_COLOR is set", () => {
    const sgr = "\u001b[";
    expect(mmconf(["validate", "--env", "before"]).out).not.toContain(sgr);
    expect(mmconf(["--color", "always", "validate", "--env", "before"]).out).toContain(sgr);
    expect(mmconf(["validate", "--env", "before"], ".", { NO_COLOR: "1" }).out).not.toContain(sgr);
  });

  it("takes --env as names, globs and repeats", () => {
    const report = JSON.parse(
      mmconf(["validate", "--env", "t*", "--env", "pro?", "--format", "json", ...TODAY]).out,
    );
    expect(new Set(report.findings.map((finding: { environment: string }) => finding.environment))).toEqual(
      new Set(["prod"]),
    );
    expect(mmconf(["validate", "--env", "t*", "--env", "pro?", ...TODAY]).out).toMatch(
      /prod[\s\S]*tuned|tuned[\s\S]*prod/,
    );
  });
});

describe("a folder that is gone while mmconf stands in it", () => {
  it("is said, and nothing is written", () => {
    const project = ownProject();
    const script = `mkdir gone && cd gone && rmdir ../gone && exec "$0" "$1" -C "$2" render --all`;
    const { status, stderr } = spawnSync(
      "sh",
      ["-c", script, process.execPath, resolve("bin/mmconf.js"), project],
      {
        cwd: project,
        encoding: "utf8",
      },
    );
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringMatching(/^mmconf: .*current folder.*does not exist[^\n]*\n$/),
    });
    expect(readdirSync(project)).toEqual(["inventories"]);
  });
});
