import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { mmconf, ownProject, type Said, temporaryFolder } from "../cli/mmconf.js";

/** A small file system of its own in memory; undefined where this user may mount none. */
const mounted = (folder: string, options: string): boolean => {
  mkdirSync(folder, { recursive: true });
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder], { stdio: "ignore" });
  if (status !== 0) return false;
  onTestFinished(() => void execFileSync("umount", [folder]));
  return true;
};

const mayMount = ((): boolean => {
  const probe = spawnSync("unshare", ["-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], { stdio: "ignore" });
  return probe.status === 0;
})();
if (!mayMount) console.warn("not run: a full disk: this user may not mount a file system");

/** The only line that is said, and exit code 2. */
const refused = ({ code, out, err }: Said, said: RegExp): void => {
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(said);
  expect(err.trimEnd().split("\n")).toHaveLength(1);
};

const OTHER = ["--set", "haproxy.version=2.4", "--set", "haproxy.global.maxconn=4000"];

const contentOf = (folder: string): string =>
  readdirSync(folder, { recursive: true, encoding: "utf8", withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => `${file}\n${readFileSync(file, "utf8")}`)
    .join("\n");

describe.runIf(mayMount)("on a file system of its own", () => {
  it("a render that finds it full leaves the old tree whole and nothing beside it, however little is left", () => {
    const project = ownProject();
    const out = join(project, "out");
    expect(mounted(out, "size=64k")).toBe(true);
    expect(mmconf(["render", "--env", "tuned"], project).code).toBe(0);
    const before = contentOf(join(out, "tuned"));
    for (const pagesLeft of [0, 1, 3, 5]) {
      const filler = join(out, ".filler");
      rmSync(filler, { force: true });
      const free = execFileSync("stat", ["-f", "-c", "%a", out], { encoding: "utf8" });
      writeFileSync(filler, Buffer.alloc((Number(free) - pagesLeft) * 4096));
      refused(
        mmconf(["render", "--env", "tuned", ...OTHER], project),
        /can't write .*out\/tuned: no space is left on the device; nothing was changed\n$/,
      );
      expect(contentOf(join(out, "tuned"))).toBe(before);
      expect(readdirSync(out).sort()).toEqual([".filler", "tuned"]);
    }
    rmSync(join(out, ".filler"));
    expect(mmconf(["render", "--env", "tuned", ...OTHER], project).code).toBe(0);
    expect(contentOf(join(out, "tuned"))).not.toBe(before);
  });

  it("a render whose old tree can't be cleared has changed it all the same, and so does the next", () => {
    const project = ownProject();
    const out = join(project, "out");
    const render = (...args: string[]) => mmconf(["render", "--env", "tuned", ...args], project).code;
    expect(render()).toBe(0);
    mkdirSync(join(out, "tuned/held"));
    execFileSync("mount", ["-t", "tmpfs", "tmpfs", join(out, "tuned/held")]);
    const release = () =>
      readdirSync(out).map((name) => spawnSync("umount", [join(out, name, "held")]).status);
    onTestFinished(() => void release());
    const before = contentOf(join(out, "tuned"));
    expect(render(...OTHER)).toBe(0);
    expect(contentOf(join(out, "tuned"))).not.toBe(before);
    expect(render()).toBe(0);
    expect(contentOf(join(out, "tuned"))).toBe(before);
    expect(release()).toContain(0);
    expect(render(...OTHER)).toBe(0);
    expect(readdirSync(out)).toEqual(["tuned"]);
  });

  it("a review or a proposal that finds it full leaves the file that was there", () => {
    const project = ownProject();
    const full = join(project, "full");
    expect(mounted(full, "size=8k")).toBe(true);
    writeFileSync(join(full, "tuned.yaml"), "# before\n");
    writeFileSync(join(full, "filler"), Buffer.alloc(4096));
    refused(mmconf(["--quiet", "init", "full/new"], project), /can't write .*no space is left on the device/);
    expect(readdirSync(full).sort()).toEqual(["filler", "tuned.yaml"]);
    execFileSync("git", ["init", "-q", "-b", "main"], { cwd: project });
    execFileSync("git", ["add", "inventories"], { cwd: project });
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "one"], {
      cwd: project,
    });
    const review = ["review", "--base", "main", "--format", "html", "-o", "full/tuned.yaml"];
    writeFileSync(join(project, "inventories/next.yaml"), "extends: tuned.yaml\n");
    refused(mmconf(review, project), /can't write .*full\/tuned\.yaml: no space is left on the device/);
    expect(readFileSync(join(full, "tuned.yaml"), "utf8")).toBe("# before\n");
    expect(readdirSync(full).sort()).toEqual(["filler", "tuned.yaml"]);
  });

  it("a render says so where it is read-only", () => {
    const project = ownProject();
    expect(mounted(join(project, "out"), "ro,size=64k")).toBe(true);
    refused(
      mmconf(["render", "--env", "tuned"], project),
      /can't write .*out\/tuned: the file system is read-only; nothing was changed\n$/,
    );
  });
});

describe("under a limit on the size of files", () => {
  it("a render leaves no half of a file, nor the folder that it made", () => {
    const project = ownProject();
    const limited = `ulimit -f 1; exec "$0" "$@"`;
    const { status, stdout, stderr } = spawnSync(
      "bash",
      ["-c", limited, process.execPath, resolve("bin/mmconf.js"), "render", "--env", "tuned"],
      { cwd: project, encoding: "utf8" },
    );
    refused(
      { code: status, out: stdout, err: stderr },
      /can't write .*out\/tuned: .*limit on file sizes.*; nothing was changed\n$/,
    );
    expect(existsSync(join(project, "out"))).toBe(false);
  });

  it("init leaves no half of a project", () => {
    const folder = temporaryFolder();
    const { status, stderr } = spawnSync(
      "bash",
      ["-c", `ulimit -f 8; exec "$0" "$@"`, process.execPath, resolve("bin/mmconf.js"), "init", "tier"],
      { cwd: folder, encoding: "utf8" },
    );
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringMatching(/can't write .*limit on file/),
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});
