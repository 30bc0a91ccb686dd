import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mmconf, ownProject, TODAY, temporaryFolder } from "./mmconf.js";

const SECRET = "s3cret";

const git = (cwd: string, ...args: string[]): void =>
  void execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.org", ...args], { cwd });

/** A repository, and beside it a file that is none of its: an inventory with a word in it that nobody may see. */
const repository = () => {
  const outside = temporaryFolder();
  writeFileSync(
    join(outside, "secret.yaml"),
    `${SECRET}: 1
`,
  );
  writeFileSync(join(outside, "times.csv"), `${SECRET}\n`);
  const project = ownProject();
  git(project, "init", "-q", "-b", "main");
  git(project, "add", "-A");
  git(project, "commit", "-qm", "one");
  git(project, "config", "http.extraheader", SECRET);
  return { project, outside };
};

const review = (project: string, ...args: readonly string[]) =>
  mmconf(["review", "--base", "main", "--env", "next", ...TODAY, ...args], project);

describe("what a pull request names", () => {
  it.each<readonly [string, (inventories: string, outside: string) => string, RegExp]>([
    [
      "an inventory outside",
      (_at, outside) => `extends: ${"../".repeat(20)}${outside}/secret.yaml`,
      /outside the repository/,
    ],
    [
      "a link to one",
      (at, outside) => {
        symlinkSync(join(outside, "secret.yaml"), join(at, "base"));
        return "extends: base";
      },
      /outside the repository/,
    ],
    [
      "a link to the folder of one",
      (at, outside) => {
        symlinkSync(outside, join(at, "folder"));
        return "extends: folder/secret.yaml";
      },
      /outside the repository/,
    ],
    ["git's own config, which may hold a token", () => "extends: ../.git/config", /git's own files/],
    [
      "a recording outside",
      (at, outside) => {
        symlinkSync(join(outside, "times.csv"), join(at, "times.csv"));
        return "extends: prod.yaml\nstorms: { release-day: { service_time: { file: times.csv, mean: null } } }";
      },
      /outside the repository/,
    ],
  ])("is not read by review where it is %s", (_what, make, reason) => {
    const { project, outside } = repository();
    const inventories = join(project, "inventories");
    writeFileSync(join(inventories, "next.yaml"), `${make(inventories, outside)}\n`);
    const { out, err } = review(project);
    expect(out).toMatch(/next can't be read/);
    expect(err.replaceAll(/\s+/g, " ")).toMatch(reason);
    expect(out + err).not.toContain(SECRET);
  });

  it("is the user's own for every other command", () => {
    const { project, outside } = repository();
    writeFileSync(
      join(project, "inventories/next.yaml"),
      `extends: ${"../".repeat(20)}${outside}/secret.yaml\n`,
    );
    expect(mmconf(["validate", "--env", "next"], project).out).toContain(SECRET);
  });

  it("is not rendered with templates behind a link out of the repository", () => {
    const { project, outside } = repository();
    mkdirSync(join(outside, "haproxy"));
    writeFileSync(join(outside, "haproxy/haproxy.cfg.hbs"), SECRET);
    symlinkSync(outside, join(project, "templates"));
    writeFileSync(join(project, "inventories/next.yaml"), "extends: prod.yaml\n");
    const { code, out, err } = review(project, "--format", "text");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/templates is a symbolic link out of the repository/);
  });

  it("is read where it lies in the repository, links within it followed", () => {
    const { project } = repository();
    symlinkSync("prod.yaml", join(project, "inventories/link"));
    writeFileSync(join(project, "inventories/next.yaml"), "extends: link\n");
    expect(review(project).out).not.toMatch(/can't be read/);
  });
});
