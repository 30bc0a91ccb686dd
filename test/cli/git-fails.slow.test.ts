import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mergeBase, openCommit } from "../../src/project/commit.js";
import { GitFailure } from "../../src/project/git.js";
import { mmconf, ownProject, TODAY, temporaryFolder } from "./mmconf.js";

const git = (cwd: string, ...args: string[]): string =>
  execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.org", ...args], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trimEnd();

const commit = (project: string, message: string): void => {
  git(project, "add", "-A");
  git(project, "commit", "-qm", message);
};

/** On `main` prod has 90 processes; on the branch that is checked out, 80. */
const repository = (change: (project: string) => void = () => undefined): string => {
  const project = ownProject();
  git(project, "init", "-q", "-b", "main");
  const processes = (count: number) => {
    const prod = join(project, "inventories/prod.yaml");
    writeFileSync(prod, readFileSync(prod, "utf8").replace(/processes: \d+/, `processes: ${count}`));
  };
  processes(90);
  change(project);
  commit(project, "one");
  git(project, "checkout", "-qb", "change");
  processes(80);
  commit(project, "two");
  return project;
};

const review = (project: string, base: string) =>
  mmconf(["review", "--base", base, "--format", "text", ...TODAY], project);

describe("a clone that lacks what is asked for", () => {
  const clone = (filter: string): string => {
    const project = repository();
    git(project, "config", "uploadpack.allowFilter", "true");
    git(project, "config", "uploadpack.allowAnySHA1InWant", "true");
    const folder = join(temporaryFolder(), "clone");
    git(project, "clone", "-q", `--filter=${filter}`, `file://${project}`, folder);
    return folder;
  };

  it("ends a review of it, and says what brings it", () => {
    const partial = clone("tree:0");
    const { code, out, err } = review(partial, "origin/main");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/partial clone.*git fetch --refetch --no-filter/);
    git(partial, "fetch", "-q", "--refetch", "--no-filter");
    const main = openCommit(partial, "origin/main");
    expect(main.read("inventories/prod.yaml")).toMatchObject({
      ok: true,
      text: expect.stringContaining("processes: 90"),
    });
  });

  it.each(["blob:none", "tree:0"])("of %s fails, and has nothing to say of what is there", (filter) => {
    const main = openCommit(clone(filter), "origin/main");
    expect(() => main.read("inventories/prod.yaml")).toThrow(GitFailure);
    if (filter === "blob:none") expect(main.list("inventories")).toContain("prod.yaml");
    else {
      expect(() => main.has("inventories/prod.yaml")).toThrow(GitFailure);
      expect(() => main.list("inventories")).toThrow(GitFailure);
    }
  });

  it("reads what it has, though others of the folder are missing", () => {
    const folder = clone("blob:none");
    // What was checked out was fetched.
    expect(openCommit(folder, "HEAD").read("inventories/prod.yaml").ok).toBe(true);
  });
});

describe("a broken object", () => {
  const lose = (project: string, name: string): void => {
    const object = git(project, "rev-parse", name);
    const file = join(project, ".git/objects", object.slice(0, 2), object.slice(2));
    chmodSync(file, 0o644);
    writeFileSync(file, "");
  };

  it.each(["main", "main^{tree}", "main:inventories", "main:inventories/prod.yaml"])(
    "%s ends a review",
    (name) => {
      const project = repository();
      lose(project, name);
      const { code, out, err } = review(project, "main");
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toMatch(/git can't read the repository of .*git fsck/);
    },
  );
});

describe("where HEAD and the base parted", () => {
  it("is not guessed in a shallow clone that does not reach so far", () => {
    const project = repository();
    git(project, "checkout", "-q", "main");
    writeFileSync(join(project, "more"), "");
    commit(project, "main goes on");
    const folder = join(temporaryFolder(), "clone");
    git(
      project,
      "clone",
      "-q",
      "--depth=1",
      "--no-single-branch",
      "-b",
      "change",
      `file://${project}`,
      folder,
    );
    expect(() => mergeBase(folder, "origin/main")).toThrow(/shallow.*fetch --unshallow/);
  });

  it("is nowhere for histories that have nothing in common: the base itself is compared with", () => {
    const project = repository();
    git(project, "checkout", "-q", "--orphan", "other");
    git(project, "commit", "-qm", "of its own");
    expect(mergeBase(project, "main")).toBe(git(project, "rev-parse", "main"));
  });
});

describe("what a commit has, and can't be read in it", () => {
  it("inventories in a submodule are in another repository", () => {
    const inner = repository();
    const project = join(temporaryFolder(), "outer");
    mkdirSync(project);
    git(project, "init", "-q", "-b", "main");
    git(project, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner, "sub");
    renameSync(join(project, "sub"), join(project, "inventories"));
    rmSync(join(project, ".gitmodules"));
    git(project, "rm", "-q", "--cached", "-r", "sub");
    commit(project, "one");
    const { code, out, err } = review(project, "main");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/inventories is a submodule .*mmconf -C inventories --inventories \./);
  });

  it("is not taken for absent behind a link that leads out", () => {
    const outside = temporaryFolder();
    const project = repository((folder) => symlinkSync(outside, join(folder, "templates")));
    const main = openCommit(project, "main");
    expect(main.has("templates/haproxy/haproxy.cfg.hbs")).toBe(true);
    expect(() => main.list("templates")).toThrow(/symbolic link out of the repository/);
    expect(main.has("nothing/here")).toBe(false);
    expect(main.list("nothing")).toEqual([]);
  });
});
