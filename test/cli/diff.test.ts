import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mmconf, ownProject, TODAY, temporaryFolder } from "./mmconf.js";

const git = (cwd: string, ...args: string[]): string =>
  execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.org", ...args], {
    cwd,
    encoding: "utf8",
  });

const rendered = (environment: string, file: string, sets: readonly string[] = []): string =>
  mmconf([
    "render",
    "--env",
    environment,
    "--stdout",
    file,
    ...sets.flatMap((set) => ["--set", set]),
    ...TODAY,
  ]).out;

describe("mmconf diff", () => {
  it("is a patch when piped, which git apply and patch -p1 take", () => {
    const { out, code } = mmconf(["diff", "before", "prod"]);
    expect(code).toBe(0);
    for (const apply of [
      ["git", "apply", "change.patch"],
      ["patch", "-p1", "--quiet", "-i", "change.patch"],
    ]) {
      const tree = temporaryFolder();
      const old = mmconf(["--out", tree, "render", "--env", "before", "--stdout"]).out;
      for (const [, path = "", content = ""] of old.matchAll(
        /^==> (.*) <==\n([\s\S]*?)\n(?===> |$(?![\s\S]))/gm,
      )) {
        execFileSync("mkdir", ["-p", join(tree, path, "..")]);
        writeFileSync(join(tree, path), content);
      }
      writeFileSync(join(tree, "change.patch"), out);
      const [program = "", ...args] = apply;
      execFileSync(program, args, { cwd: tree, stdio: "pipe" });
      for (const file of [
        "modules/haproxy/files/haproxy.cfg",
        "modules/mirrormanager/files/mirrorlist-server.conf",
      ]) {
        expect(readFileSync(join(tree, file), "utf8")).toBe(rendered("prod", file));
      }
    }
  });

  it("says nothing where nothing changes, and 1 with --exit-code where something does", () => {
    expect(mmconf(["diff", "prod", "inventories/prod.yaml", "--exit-code"])).toEqual({
      code: 0,
      out: "",
      err: "",
    });
    expect(mmconf(["diff", "prod", "prod", "--format", "text"]).out).toMatch(
      /^prod -> prod: [^\n]* not change\n$/,
    );
    expect(mmconf(["diff", "before", "prod", "--exit-code"]).code).toBe(1);
  });

  it("tells people what the change does to the slots", () => {
    const { out } = mmconf(["diff", "before", "prod", "--format", "text"]);
    expect(out).toMatch(/^ {2}mirror-lists: maxconn on 8 server lines: none -> 25$/m);
    expect(out).toMatch(/^ {2}slots per app server +45 +100 +\+55$/m);
    expect(out).toMatch(/^ {2}the same with health checks +no limit +156 +\*$/m);
    expect(out).toMatch(
      /^waivers\n {2}new: capacity\/app-slots of mirrorlist, until 2027-06-01: still oversubscribed/m,
    );
    expect(out).toMatch(/not alone: haproxy\.listeners\.mirror-lists\.server\.maxconn/);
  });

  it("takes a rendered folder, and an environment as a commit holds it", () => {
    const project = ownProject();
    mmconf(["render", "--env", "prod", ...TODAY], project);
    expect(mmconf(["diff", "out/prod", "prod"], project)).toEqual({ code: 0, out: "", err: "" });
    git(project, "init", "-q");
    git(project, "add", "inventories");
    git(project, "commit", "-qm", "one");
    const file = join(project, "inventories/prod.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace("maxconn: 25", "maxconn: 15"));
    const { out } = mmconf(["diff", "HEAD:prod", "prod"], project);
    expect(out.match(/^-.*maxconn 25$/gm)).toHaveLength(8);
    expect(out.match(/^\+.*maxconn 15$/gm)).toHaveLength(8);
    expect(mmconf(["diff", "HEAD:nowhere", "prod"], project)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/no environment nowhere in HEAD.* before, prod, tuned/),
    });
    expect(mmconf(["diff", "--", "-bad:prod", "prod"], project)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/git knows no commit -bad/),
    });
    expect(existsSync(join(project, "out/before"))).toBe(false);
  });

  it("takes two rendered folders, with no project around them", () => {
    const folder = temporaryFolder();
    const sides = ["prod", "tuned"].map((environment) => {
      mmconf(["--out", join(folder, "out"), "render", "--env", environment, ...TODAY]);
      return join(folder, "out", environment);
    });
    const patch = mmconf(["diff", "prod", "tuned"]).out;
    expect(mmconf(["diff", ...sides], folder)).toEqual({ code: 0, out: patch, err: "" });
    expect(mmconf(["diff", "--exit-code", ...sides], folder).code).toBe(1);
    expect(mmconf(["diff", join(folder, "out"), ...sides.slice(1)], folder)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/is not a folder that mmconf rendered: it has no manifest.json/),
    });
  });

  it("does not touch the work tree", () => {
    const project = ownProject();
    git(project, "init", "-q");
    git(project, "add", ".");
    git(project, "commit", "-qm", "one");
    mmconf(["diff", "HEAD:before", "HEAD:prod"], project);
    expect(git(project, "status", "--porcelain")).toBe("");
  });
});
