import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, openSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { mmconf, ownProject, TODAY } from "./mmconf.js";

const BIN = resolve("bin/mmconf.js");

/** Runs a pipe, and gives the exit code of each of its parts. */
const pipe = (script: string, cwd: string): readonly number[] =>
  execFileSync(
    "bash",
    ["-c", `mmconf() { "${process.execPath}" "${BIN}" "$@"; }; ${script}; echo "\${PIPESTATUS[@]}"`],
    {
      cwd,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    },
  )
    .trimEnd()
    .split("\n")
    .slice(-1)
    .flatMap((line) => line.split(" ").map(Number));

describe("a reader that goes early", () => {
  it("changes no exit code: errors are errors though only the first line was wanted", () => {
    expect(pipe("mmconf validate --env before | true", ".")).toEqual([1, 0]);
    expect(pipe("mmconf render --env tuned --stdout | head -n 1 >/dev/null", ".")).toEqual([0, 0]);
    expect(pipe("mmconf explain | head -n 1 >/dev/null", ".")).toEqual([0, 0]);
  });

  it("of the progress stops no work: every environment is written", () => {
    const project = ownProject();
    cpSync(join(project, "inventories/tuned.yaml"), join(project, "inventories/tuned2.yaml"));
    expect(pipe("mmconf render --env 'tuned*' 2>&1 | true", project)).toEqual([0, 0]);
    for (const name of ["tuned", "tuned2"])
      expect(existsSync(join(project, "out", name, "manifest.json"))).toBe(true);
  });
});

describe.runIf(existsSync("/dev/full"))("a stream that takes nothing", () => {
  const run = (args: readonly string[], stdout: "pipe" | number, stderr: "pipe" | number, cwd = ".") =>
    spawnSync(process.execPath, [BIN, ...args], { cwd, encoding: "utf8", stdio: ["ignore", stdout, stderr] });

  it("is a failure where results go there, told in one line", () => {
    const full = openSync("/dev/full", "w");
    for (const args of [["validate", "--env", "tuned"], ["--help"], ["explain"]]) {
      const { status, stderr } = run(args, full, "pipe");
      expect({ args, status, stderr }).toEqual({
        args,
        status: 2,
        stderr: "mmconf: can't write the results to stdout: no space is left on the device\n",
      });
    }
  });

  it("is none where only diagnostics do", () => {
    const full = openSync("/dev/full", "w");
    const project = ownProject();
    expect(run(["render", "--env", "tuned"], "pipe", full, project).status).toBe(0);
    expect(existsSync(join(project, "out/tuned/manifest.json"))).toBe(true);
    expect(run(["rendr"], "pipe", full).status).toBe(2);
  });
});

describe("what a terminal obeys", () => {
  const HOSTILE = "\u001b[31m\u009b2J\u202e\n::error ::x\r##[error]y";

  it.each([
    ["an environment", ["validate", "--env", HOSTILE]],
    ["a side", ["diff", HOSTILE, "tuned"]],
    ["a ref", ["diff", `${HOSTILE}:tuned`, "tuned"]],
    ["a base", ["review", "--base", HOSTILE]],
    ["an override", ["validate", "--env", "tuned", "--set", `${HOSTILE}=1`]],
    ["a rule", ["validate", "--only", HOSTILE]],
    ["a rule to explain", ["explain", HOSTILE]],
    ["a line", ["why", `${HOSTILE}:1`]],
    ["a folder", ["-C", HOSTILE, "validate"]],
    ["a command", [HOSTILE]],
    ["an option", [`--${HOSTILE}`]],
    ["a day", ["validate", "--today", HOSTILE]],
    ["a storm", ["simulate", "--env", "tuned", "--storm", HOSTILE]],
    ["a file", ["validate", `${HOSTILE}.yaml`]],
  ])("is shown, not sent, when it is in the name of %s", (_what, args) => {
    const { code, out, err } = mmconf(args);
    expect(code).toBe(2);
    expect(`${out}${err}`).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]|^\s*::error|##\[/m);
    expect(err.split("\n").filter((line) => line.startsWith("mmconf: ")).length).toBeLessThan(2);
  });

  it("is refused in the name of an inventory", () => {
    const project = ownProject();
    writeFileSync(
      join(project, "inventories", `${HOSTILE.replaceAll("/", "")}.yaml`),
      "extends: tuned.yaml\n",
    );
    const { code, out, err } = mmconf(["validate", ...TODAY], project);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/^mmconf: inventories holds an inventory named ␛\[31m.*rename it\n$/);
  });
});
