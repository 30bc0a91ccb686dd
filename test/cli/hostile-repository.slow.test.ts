import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openCommit } from "../../src/project/commit.js";
import { GitFailure } from "../../src/project/git.js";
import { mmconf, ownProject, TODAY, temporaryFolder } from "./mmconf.js";

const git = (cwd: string, ...args: string[]): string =>
  execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.org", ...args], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trimEnd();

const commit = (project: string): void => {
  git(project, "add", "-A");
  git(project, "commit", "-qm", "one");
};

const repository = (change: (project: string) => void = () => undefined): string => {
  const project = ownProject();
  git(project, "init", "-q", "-b", "main");
  change(project);
  commit(project);
  return project;
};

/** One line on stderr, nothing on stdout, exit code 2. */
const refused = (project: string, args: readonly string[], said: RegExp, env = {}): void => {
  const { code, out, err } = mmconf(args, project, env);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(said);
  expect(err.trimEnd().split("\n")).toHaveLength(1);
};

const review = (...args: string[]) => ["review", "--base", "main", ...TODAY, ...args];

describe("a ref", () => {
  it.each([
    "--output=MARK",
    "-OMARK",
    "--upload-pack=touch MARK",
    "--git-dir=/tmp",
    "--help",
    "^main",
    "main..main",
    "main:inventories",
    "@{-1}",
    ":/one",
    "main --output=MARK",
    "main\n--output=MARK",
    `main${"~".repeat(5000)}`,
    "",
  ])("%j is only ever read as the name of a commit", (ref) => {
    const folder = repository();
    const mark = join(folder, "mark");
    expect(() => openCommit(folder, ref.replace("MARK", mark))).toThrow(/^git knows no commit /);
    expect(existsSync(mark)).toBe(false);
  });
});

describe("a commit", () => {
  it("gives what it holds by any name, and links as long as they stay in it", () => {
    const names = [
      "with space.yaml",
      'quo"te.yaml',
      "new\nline.yaml",
      "esc\u001b[31m.yaml",
      "-x.yaml",
      "é.yaml",
    ];
    const project = repository((folder) => {
      for (const name of names)
        writeFileSync(join(folder, "inventories", name), `# ${JSON.stringify(name)}\n`);
      symlinkSync("prod.yaml", join(folder, "inventories/link.yaml"));
      symlinkSync("inventories", join(folder, "linked"));
    });
    const { read, list, has } = openCommit(project, "main");
    for (const name of names)
      expect(read(`inventories/${name}`)).toMatchObject({ ok: true, text: `# ${JSON.stringify(name)}\n` });
    expect(list("inventories")).toEqual(expect.arrayContaining(names));
    expect(read("inventories/link.yaml")).toEqual(read("inventories/prod.yaml"));
    expect(read("linked/prod.yaml")).toEqual(read("inventories/prod.yaml"));
    expect(list("linked")).toEqual(list("inventories"));
    expect(has("inventories/nowhere.yaml")).toBe(false);
  });

  it("gives nothing from outside, and nothing that is no file", () => {
    const outside = temporaryFolder();
    writeFileSync(join(outside, "secret.yaml"), "secret: 1\n");
    const project = repository((folder) => {
      symlinkSync(join(outside, "secret.yaml"), join(folder, "inventories/absolute.yaml"));
      symlinkSync("../../../../../../etc/passwd", join(folder, "inventories/upwards.yaml"));
      symlinkSync("circle.yaml", join(folder, "inventories/circle.yaml"));
      symlinkSync(outside, join(folder, "out-of-it"));
      const sub = join(folder, "inventories/sub.yaml");
      mkdirSync(sub);
      git(sub, "init", "-q");
      writeFileSync(join(sub, "a"), "a");
      commit(sub);
    });
    const { read } = openCommit(project, "main");
    const reasons = Object.entries({
      "inventories/absolute.yaml": /link out of the repository/,
      "inventories/upwards.yaml": /link out of the repository/,
      "inventories/circle.yaml": /run in a circle/,
      "out-of-it/secret.yaml": /link out of the repository/,
      "inventories/sub.yaml": /it is a submodule in main/,
      "inventories/sub.yaml/a": /it lies in a submodule of main/,
      "../../../../../../etc/passwd": /it is not in main/,
      "/etc/passwd": /it is not in main/,
      inventories: /it is a folder in main/,
    });
    for (const [file, reason] of reasons)
      expect(read(file)).toEqual({ ok: false, reason: expect.stringMatching(reason) });
    const { code, out, err } = mmconf(["diff", "main:absolute", "tuned"], project);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/^mmconf: main:absolute can't be read\n.*link\s+out\s+of\s+the\s+repository/s);
    expect(err).not.toContain("secret: 1");
  });

  it("does not read a file that is longer than any inventory", () => {
    const project = repository((folder) => {
      writeFileSync(join(folder, "inventories/huge.yaml"), Buffer.alloc(256 * 1024 * 1024 + 1, "#"));
    });
    expect(openCommit(project, "main").read("inventories/huge.yaml")).toEqual({
      ok: false,
      reason: expect.stringMatching(/268,435,457 .*268,435,456/),
    });
  });

  it("does not follow a link that is longer than any path", () => {
    const project = repository();
    const file = join(project, "target");
    writeFileSync(file, "a/".repeat(5_000_000));
    const blob = git(project, "hash-object", "-w", file);
    rmSync(file);
    git(project, "update-index", "--add", "--cacheinfo", `120000,${blob},inventories/long.yaml`);
    git(project, "commit", "-qm", "two");
    expect(openCommit(project, "main").read("inventories/long.yaml")).toEqual({
      ok: false,
      reason: "it is a symbolic link to a name that is too long",
    });
  });

  it("that has a template in the way of being read is not rendered with the built-in one", () => {
    const project = repository((folder) => {
      mkdirSync(join(folder, "templates/haproxy"), { recursive: true });
      symlinkSync("/etc/passwd", join(folder, "templates/haproxy/haproxy.cfg.hbs"));
    });
    refused(
      project,
      ["diff", "main:prod", "out/prod"],
      /can't read templates\/haproxy\/haproxy\.cfg\.hbs: it is a symbolic link out of the repository/,
    );
  });
});

describe("the config of a repository", () => {
  /** Everything by which git runs a command, each of which would leave a mark. */
  const arm = (project: string): string => {
    const marks = join(temporaryFolder(), "marks");
    mkdirSync(join(marks, "hooks"), { recursive: true });
    const mark = (name: string) => `touch ${marks}/${name}`;
    const hooks = ["post-checkout", "reference-transaction", "post-index-change", "fsmonitor-watchman"];
    for (const hook of hooks) {
      writeFileSync(join(marks, "hooks", hook), `#!/bin/sh\n${mark(hook)}\n`);
      chmodSync(join(marks, "hooks", hook), 0o755);
    }
    const settings: Readonly<Record<string, string>> = {
      "core.fsmonitor": mark("fsmonitor"),
      "core.hooksPath": join(marks, "hooks"),
      "core.pager": mark("pager"),
      "core.sshCommand": mark("ssh"),
      "core.askPass": mark("askpass"),
      "core.editor": mark("editor"),
      "core.gitProxy": mark("proxy"),
      "core.alternateRefsCommand": mark("alternates"),
      "credential.helper": `!${mark("credential")}`,
      "diff.external": mark("external"),
      "diff.x.textconv": `${mark("textconv")}; cat`,
      "diff.x.command": mark("driver"),
      "filter.x.smudge": `${mark("smudge")}; cat`,
      "filter.x.clean": `${mark("clean")}; cat`,
      "filter.x.process": mark("process"),
      "filter.x.required": "true",
      "gpg.program": mark("gpg"),
      "log.showSignature": "true",
      "interactive.diffFilter": mark("filter"),
      "uploadpack.packObjectsHook": mark("pack"),
      "trace2.eventTarget": join(marks, "trace"),
      "protocol.ext.allow": "always",
      "remote.origin.url": `ext::${mark("remote")}`,
      "remote.origin.uploadpack": mark("uploadpack"),
      "remote.origin.promisor": "true",
      "remote.origin.partialclonefilter": "blob:none",
      "core.repositoryformatversion": "1",
      "extensions.partialClone": "origin",
    };
    for (const command of ["rev-parse", "merge-base", "cat-file", "ls-tree", "rev-list"]) {
      git(project, "config", `alias.${command}`, `!${mark(`alias-${command}`)}`);
      git(project, "config", `pager.${command}`, mark(`pager-${command}`));
    }
    for (const [key, value] of Object.entries(settings)) git(project, "config", key, value);
    return marks;
  };

  it("runs nothing and has nothing written, whatever command it names", () => {
    const project = repository((folder) => {
      writeFileSync(join(folder, ".gitattributes"), "* filter=x diff=x\n");
    });
    const blob = git(project, "rev-parse", "main:inventories/before.yaml");
    const prod = join(project, "inventories/prod.yaml");
    writeFileSync(prod, readFileSync(prod, "utf8").replace("maxconn: 25", "maxconn: 15"));
    const marks = arm(project);
    // Git would fetch what is missing from the remote that the config names, by the command that it names.
    rmSync(join(project, ".git/objects", blob.slice(0, 2), blob.slice(2)));
    expect(() => openCommit(project, "main").read("inventories/before.yaml")).toThrow(GitFailure);
    const before = readdirSync(join(project, ".git")).sort();
    refused(project, review("--format", "text"), /this is a partial clone/);
    expect(mmconf(["diff", "main:tuned", "tuned"], project).code).toBe(2);
    expect(readdirSync(marks)).toEqual(["hooks"]);
    expect(readdirSync(join(project, ".git")).sort()).toEqual(before);
  });

  it("of a bare one in a folder does not count", () => {
    const project = repository();
    const inner = join(project, "inner");
    mkdirSync(join(inner, "inventories"), { recursive: true });
    git(inner, "init", "-q", "--bare", ".");
    refused(inner, review(), /inner is a bare repository: .*use a clone of it/);
  });
});

describe("a repository that the environment names, as in a hook", () => {
  it("is not the one around the project's folder", () => {
    const other = repository();
    const top = temporaryFolder();
    const project = join(top, "tier");
    cpSync("inventories", join(project, "inventories"), { recursive: true });
    git(top, "init", "-q", "-b", "main");
    commit(top);
    for (const GIT_DIR of [join(top, ".git"), join(other, ".git"), "/nonexistent"])
      expect(
        mmconf(review(), project, { GIT_DIR, GIT_INDEX_FILE: "/nonexistent", GIT_WORK_TREE: "/" }),
      ).toEqual({
        code: 0,
        out: expect.stringContaining("No environment"),
        err: expect.stringMatching(/^no environment /),
      });
  });
});

describe("where there is nothing to compare with", () => {
  it("a bare repository says so", () => {
    const project = repository();
    const bare = join(temporaryFolder(), "bare");
    git(project, "clone", "-q", "--bare", project, bare);
    mkdirSync(join(bare, "inventories"));
    refused(bare, review(), /is a bare repository/);
  });

  it("a shallow clone says how to fetch the rest", () => {
    const project = repository();
    git(project, "checkout", "-qb", "change");
    writeFileSync(join(project, "x"), "x");
    commit(project);
    const clone = join(temporaryFolder(), "clone");
    git(project, "clone", "-q", "--depth", "1", "--branch", "change", `file://${project}`, clone);
    refused(clone, review(), /git knows no commit main: this clone is shallow; fetch .*fetch-depth: 0/);
  });

  it("a repository without a commit says so", () => {
    const project = ownProject();
    git(project, "init", "-q", "-b", "main");
    refused(project, review(), /git knows no commit main: the repository has no commit yet/);
  });

  it("an unborn branch is compared with the ref itself, and so is a detached work tree", () => {
    const project = repository();
    git(project, "checkout", "-q", "--orphan", "other");
    expect(mmconf(review(), project)).toMatchObject({
      code: 0,
      err: expect.stringMatching(/^no environment /),
    });
    const tree = join(temporaryFolder(), "tree");
    git(project, "worktree", "add", "-q", "--detach", tree, "main");
    expect(mmconf(review(), tree)).toMatchObject({ code: 0, err: expect.stringMatching(/^no environment /) });
  });

  it.runIf(process.getuid?.() === 0)(
    "another user's repository is not trusted, and git's own way out is named",
    () => {
      const project = repository();
      for (const path of [project, join(project, ".git")]) chownSync(path, 54_321, 54_321);
      refused(
        project,
        review(),
        /git does not trust the repository of .*: if you do, git config --global --add safe\.directory /,
        { GIT_CONFIG_GLOBAL: "/dev/null", SUDO_UID: "" },
      );
    },
  );

  it("a broken repository says what git says", () => {
    const project = repository();
    writeFileSync(join(project, ".git/config"), "[core\n");
    refused(project, review(), /git can't read the repository of .*: bad config line 1/);
  });

  it("no git at all is said", () => {
    refused(repository(), review(), /git is not installed/, { PATH: "/nonexistent" });
  });
});

describe("what the reviewed side adds", () => {
  it("is no code: mmconf.config.mjs is that of the folder, and never that of a commit", () => {
    const project = repository((folder) => {
      writeFileSync(
        join(folder, "mmconf.config.mjs"),
        `import { writeFileSync } from "node:fs"; writeFileSync("ran", ""); export default {};\n`,
      );
    });
    rmSync(join(project, "mmconf.config.mjs"));
    writeFileSync(join(project, "inventories/next.yaml"), "extends: tuned.yaml\n");
    expect(mmconf(review("--format", "text"), project).out).toMatch(/next/);
    expect(existsSync(join(project, "ran"))).toBe(false);
  });

  it("is told under names that neither a log nor a page obeys", () => {
    const names = [
      "::error file=x::y",
      "<img src=x onerror=alert(1)>",
      "@everyone",
      "`a`|b",
      "--output=x",
      "a:tuned",
    ];
    const project = repository();
    for (const name of names)
      writeFileSync(join(project, "inventories", `${name}.yaml`), "extends: tuned.yaml\n");
    for (const format of ["text", "markdown", "html"]) {
      const { out } = mmconf(review("--format", format), project);
      expect(out).not.toMatch(/^\s*::error/m);
      if (format === "html") expect(out).not.toContain("<img");
      expect(out.match(/can't be read/g)).toBe(null);
    }
    expect(lstatSync(join(project, "inventories")).isDirectory()).toBe(true);
    expect(readdirSync(project).sort()).toEqual([".git", "inventories"]);
  });

  it("is an environment by its name, though a folder is called so too", () => {
    const project = repository();
    renameSync(join(project, "inventories/tuned.yaml"), join(project, "inventories/stage.yaml"));
    mkdirSync(join(project, "stage"));
    expect(mmconf(["diff", "prod", "stage", "--exit-code"], project).code).toBe(1);
    expect(mmconf(review(), project).out).not.toMatch(/can't be read/);
  });
});
