import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mmconf, ownProject, TODAY, temporaryFolder } from "./mmconf.js";

const git = (cwd: string, ...args: string[]): string =>
  execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.org", ...args], {
    cwd,
    encoding: "utf8",
  });

const commit = (project: string, message: string): void => {
  git(project, "add", "-A");
  git(project, "commit", "-qm", message);
};

const repository = (): string => {
  const project = ownProject();
  git(project, "init", "-q", "-b", "main");
  commit(project, "one");
  return project;
};

const edit = (project: string, name: string, from: string | RegExp, to: string): void => {
  const file = join(project, "inventories", `${name}.yaml`);
  writeFileSync(file, readFileSync(file, "utf8").replace(from, to));
};

const review = (project: string, ...args: string[]) =>
  mmconf(["review", "--base", "main", ...TODAY, ...args], project);
const json = (project: string, ...args: string[]) =>
  JSON.parse(review(project, "--format", "json", ...args).out).environments;

describe("mmconf review", () => {
  it("says so where no environment was touched", () => {
    expect(review(repository())).toMatchObject({
      code: 0,
      out: expect.stringMatching(/No environment /),
    });
  });

  it("compares every environment that was touched, through extends too, with the merge base", () => {
    const project = repository();
    git(project, "checkout", "-qb", "change");
    edit(project, "prod", "processes: 100", "processes: 90");
    commit(project, "two");
    git(project, "checkout", "-q", "main");
    edit(project, "before", "fp-wiki:", "wiki:");
    commit(project, "main goes on");
    git(project, "checkout", "-q", "change");
    expect(json(project).map((one: { environment: string }) => one.environment)).toEqual(["prod", "tuned"]);
    expect(json(project, "--env", "t*").map((one: { environment: string }) => one.environment)).toEqual([
      "tuned",
    ]);
  });

  it("compares a project that is a folder of its repository", () => {
    const top = temporaryFolder();
    const project = join(top, "sites/tier");
    cpSync("inventories", join(project, "inventories"), { recursive: true });
    git(top, "init", "-q", "-b", "main");
    commit(top, "one");
    edit(project, "prod", "processes: 100", "processes: 90");
    const touched = json(project).map((one: { environment: string }) => one.environment);
    expect(touched).toEqual(["prod", "tuned"]);
    expect(mmconf(["diff", "main:prod", "prod"], project).out).toMatch(
      /^-.*processes=100.*\n\+.*processes=90/m,
    );
  });

  it("exits with 1 where the change brings an error, and says which", () => {
    const project = repository();
    edit(project, "tuned", "maxconn: 37", "maxconn: 50");
    const { code, out } = review(project, "--env", "tuned");
    expect(code).toBe(1);
    expect(out).toMatch(/## mmconf: tuned: do not merge\n\n\d new error/);
    expect(out).toMatch(/- \*\*error\*\* `capacity\/app-slots` /);
  });

  it("reads the old side from git's objects, templates too, and leaves the work tree as it is", () => {
    const project = repository();
    edit(project, "prod", "maxconn: 25", "maxconn: 15");
    writeFileSync(join(project, "notes.txt"), "not committed");
    const status = git(project, "status", "--porcelain");
    const [prod] = json(project, "--env", "prod");
    expect(prod.patch.match(/^\+.*maxconn 15$/gm)).toHaveLength(8);
    expect(prod.changes[0]).toMatchObject({
      setting: "maxconn",
      before: "25",
      after: "15",
      rollout: { takes: "runtime" },
    });
    expect(git(project, "status", "--porcelain")).toBe(status);
  });

  it("tells of an environment that is new, gone, or can't be read any more", () => {
    const project = repository();
    writeFileSync(join(project, "inventories/next.yaml"), "extends: tuned.yaml\n");
    rmSync(join(project, "inventories/tuned.yaml"));
    writeFileSync(join(project, "inventories/prod.yaml"), "mmconf: 1\nmmconf: 1\n");
    const { out, code } = review(project, "--format", "text");
    expect(code).toBe(1);
    expect(out).toMatch(/-> next: next can't be read/);
    expect(out).toMatch(/-> prod: prod can't be read/);
    expect(out).toMatch(/-> tuned: tuned does not exist/);
  });

  it("writes to a file, whole", () => {
    const project = repository();
    edit(project, "prod", "maxconn: 25", "maxconn: 15");
    expect(review(project, "-o", "review.md").out).toBe("");
    expect(readFileSync(join(project, "review.md"), "utf8")).toMatch(/^## mmconf: prod/);
    expect(review(project, "-o", "nowhere/review.md")).toMatchObject({
      code: 2,
      err: expect.stringMatching(/can't write .*nowhere\/review\.md/),
    });
  });

  it.each([
    ["a ref that is none", ["review", "--base", "nowhere"], /git knows no commit nowhere/],
    ["a ref that looks like an option", ["review", "--base=--output=x"], /git knows no commit --output=x/],
    [
      "an environment that is none",
      ["review", "--base", "main", "--env", "x"],
      /no environment .*\bx\b.* before, prod, tuned/,
    ],
  ])("refuses %s", (_what, args, said) => {
    const project = repository();
    expect(mmconf(args, project)).toMatchObject({ code: 2, out: "", err: expect.stringMatching(said) });
    expect(existsSync(join(project, "x"))).toBe(false);
  });

  it("refuses a folder that is no repository", () => {
    expect(review(ownProject())).toMatchObject({
      code: 2,
      err: expect.stringMatching(/is not in a git repository/),
    });
  });
});
