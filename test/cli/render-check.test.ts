import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mmconf, TODAY } from "./mmconf.js";

const project = mkdtempSync(join(tmpdir(), "mmconf-test-"));
const out = (...path: readonly string[]): string => join(project, "out", ...path);
const render = (...args: readonly string[]) =>
  mmconf(["render", "--env", "tuned", ...TODAY, ...args], project);

beforeAll(() => {
  execFileSync("cp", ["-R", "inventories", project]);
  render();
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

describe("render and render --check agree", () => {
  it.each<readonly [string, (path: string) => void]>([
    ["a link to a file", (path) => symlinkSync("manifest.json", path)],
    ["a link to nothing", (path) => symlinkSync("nowhere", path)],
    ["a pipe", (path) => void execFileSync("mkfifo", [path])],
    ["an empty folder", (path) => mkdirSync(path)],
  ])("on %s among what was rendered: it is told of, and goes", (_what, make) => {
    make(out("tuned", "odd"));
    const checked = render("--check");
    expect(checked.code).toBe(1);
    expect(checked.err).toMatch(/out\/tuned\/odd [^\n]*not rendered/);
    expect(render().code).toBe(0);
    expect(readdirSync(out("tuned")).sort()).toEqual(["manifest.json", "modules"]);
    expect(render("--check").code).toBe(0);
  });

  it("on out/tuned that is a link: neither takes it for rendered, and no other environment is written", () => {
    renameSync(out("tuned"), out("elsewhere"));
    symlinkSync("elsewhere", out("tuned"));
    for (const args of [["--check"], []])
      expect(render(...args)).toMatchObject({
        code: 2,
        err: expect.stringMatching(/tuned is a symbolic link/),
      });
    // Its name comes before the link's.
    const both = mmconf(["render", "--env", "prod", "--env", "tuned", ...TODAY], project);
    expect(both).toMatchObject({
      code: 2,
      err: expect.stringMatching(/tuned is a symbolic link: nothing was written/),
    });
    expect(existsSync(out("prod"))).toBe(false);
  });
});
