import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { programFile } from "../../tools/daemons/program.js";
import { describeWith } from "./requires.js";

const HOOKS = ["mmconf-validate", "mmconf-render-check"];

/** What is made of the sources, or by running them. */
const MADE = /^(?:\.git|node_modules|dist|coverage|out)(?:\/|$)/;

describeWith(["pre-commit"], "the hooks that pre-commit installs from this repository", () => {
  let folder = "";
  let project = "";

  const git = (cwd: string, ...args: string[]): string =>
    execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.org", ...args], {
      cwd,
      encoding: "utf8",
      stdio: "pipe",
    }).trim();

  const commit = (cwd: string): void => {
    git(cwd, "init", "-q");
    git(cwd, "add", "--all", "--force");
    git(cwd, "commit", "-qm", "one");
  };

  /** They are installed when they first run. */
  const run = (...hook: readonly string[]) => {
    const { status, stdout } = spawnSync(
      programFile("pre-commit"),
      ["run", ...hook, "--all-files", "--color=never"],
      {
        cwd: project,
        encoding: "utf8",
        env: {
          ...process.env,
          PRE_COMMIT_HOME: join(folder, "cache"),
          // The packages are those that the tests themselves run with.
          npm_config_prefer_offline: "true",
          npm_config_audit: "false",
        },
      },
    );
    return { status, stdout };
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "mmconf-pre-commit-"));
    const hooks = join(folder, "hooks");
    cpSync(".", hooks, { recursive: true, filter: (file) => !MADE.test(file) });
    commit(hooks);
    project = join(folder, "project");
    cpSync("inventories", join(project, "inventories"), { recursive: true });
    rmSync(join(project, "inventories/tuned.yaml"));
    const repo = { repo: hooks, rev: git(hooks, "rev-parse", "HEAD"), hooks: HOOKS.map((id) => ({ id })) };
    writeFileSync(join(project, ".pre-commit-config.yaml"), JSON.stringify({ repos: [repo] }));
    commit(project);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("stop a commit whose inventories break a rule, and let one pass that breaks none", () => {
    const stopped = run("mmconf-validate");
    expect(stopped.stdout).toMatch(/mmconf validate\.+Failed[\s\S]*error capacity\/app-slots/);
    expect(stopped.status).toBe(1);

    const tuned = readFileSync("inventories/tuned.yaml", "utf8");
    writeFileSync(
      join(project, "inventories/tuned.yaml"),
      tuned.replace("extends: prod.yaml", "extends: ../prod.yaml"),
    );
    git(project, "mv", "inventories/before.yaml", "before.yaml");
    git(project, "mv", "inventories/prod.yaml", "prod.yaml");
    git(project, "add", ".");
    const both = run();
    expect(both.stdout).toMatch(/mmconf validate\.+Passed/);
    expect(both.stdout).toMatch(/mmconf render --check\.+Failed[\s\S]*out\/tuned\//);
  });
});
