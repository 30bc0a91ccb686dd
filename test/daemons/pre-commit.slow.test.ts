import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { programFile } from "../../tools/daemons/program.js";
import { describeWith } from "./requires.js";

describeWith(["pre-commit"], "the hooks that pre-commit installs from this repository", () => {
  let folder = "";
  let project = "";

  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.org", ...args], {
      cwd: project,
      stdio: "pipe",
    });

  const hooks = (...ids: readonly string[]) => {
    const { status, stdout } = spawnSync(
      programFile("pre-commit"),
      ["try-repo", resolve("."), ...ids, "--all-files", "--color=never"],
      {
        cwd: project,
        encoding: "utf8",
        env: { ...process.env, PRE_COMMIT_HOME: join(folder, "cache") },
      },
    );
    return { status, stdout };
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "mmconf-pre-commit-"));
    project = join(folder, "project");
    cpSync("inventories", join(project, "inventories"), { recursive: true });
    rmSync(join(project, "inventories/tuned.yaml"));
    git("init", "-q");
    git("add", ".");
    git("commit", "-qm", "one");
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("stop a commit whose inventories break a rule, and let one pass that breaks none", () => {
    const stopped = hooks("mmconf-validate");
    expect(stopped.stdout).toMatch(/mmconf validate\.+Failed[\s\S]*error capacity\/app-slots/);
    expect(stopped.status).toBe(1);

    const tuned = readFileSync("inventories/tuned.yaml", "utf8");
    writeFileSync(
      join(project, "inventories/tuned.yaml"),
      tuned.replace("extends: prod.yaml", "extends: ../prod.yaml"),
    );
    git("mv", "inventories/before.yaml", "before.yaml");
    git("mv", "inventories/prod.yaml", "prod.yaml");
    git("add", ".");
    const both = hooks();
    expect(both.stdout).toMatch(/mmconf validate\.+Passed/);
    expect(both.stdout).toMatch(/mmconf render --check\.+Failed[\s\S]*out\/tuned\/ is not there/);
  });
});
