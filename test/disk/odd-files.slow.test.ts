import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { OWN_MARK } from "../../src/disk/own-mark.js";
import { readText } from "../../src/disk/read-text.js";
import { templatesFrom } from "../../src/disk/templates.js";
import { writeWhole } from "../../src/disk/write-whole.js";
import { initProject } from "../../src/project/init.js";
import { environments, findProject } from "../../src/project/project.js";
import { Failure } from "../../src/text/failure.js";
import { mmconf, ownProject, TODAY, temporaryFolder } from "../cli/mmconf.js";

const fifo = (path: string): void => void execFileSync("mkfifo", [path]);

describe("what an inventory may be", () => {
  it.each<readonly [string, (file: string) => void, RegExp]>([
    ["a pipe that nobody writes to", fifo, /^it is a pipe, a socket or a device, not a file$/],
    ["a link to a pipe", (file) => link(fifo, file), /^it is a pipe/],
    [
      "a device without an end",
      (file) => symlinkSync("/dev/zero", file),
      /^it is a pipe, a socket or a device/,
    ],
    ["a device that waits", (file) => symlinkSync("/dev/tty", file), /^it is a pipe, a socket or a device/],
    ["a folder", mkdirSync, /^it is a folder$/],
    ["a link to nothing", (file) => symlinkSync("nowhere", file), /^it does not exist$/],
    ["a link to itself", (file) => symlinkSync(file, file), /^its symbolic links run in a circle$/],
    [
      "longer than any",
      (file) => execFileSync("truncate", ["-s", "3G", file]),
      /^it has 3,221,225,472 bytes; /,
    ],
  ])("is not %s: it is left unread, at once", (_what, make, reason) => {
    const file = join(temporaryFolder(), "a.yaml");
    make(file);
    expect(readText(file)).toEqual({ ok: false, reason: expect.stringMatching(reason) });
  });

  it.each([
    ["a NUL", "a\0b.yaml", /^its name holds a NUL character$/],
    ["more than a name's length", `${"x".repeat(300)}.yaml`, /^its name is too long$/],
    ["more than a path's length", "x/".repeat(5000), /^its name is too long$/],
    ["a file as a folder", "b.yaml/c.yaml", /^a part of its path is not a folder$/],
  ])("has no name with %s", (_what, name, reason) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "b.yaml"), "");
    expect(readText(join(folder, name))).toEqual({ ok: false, reason: expect.stringMatching(reason) });
  });

  it("is told of as a finding, and the others are validated", () => {
    const project = ownProject();
    fifo(join(project, "inventories/pipe.yaml"));
    symlinkSync("nowhere", join(project, "inventories/dangling.yaml"));
    mkdirSync(join(project, "inventories/folder.yaml"));
    writeFileSync(join(project, "inventories/extending.yaml"), 'extends: "../inventories/pipe.yaml"\n');
    const { code, out } = mmconf(["validate", "--format", "json", ...TODAY], project);
    expect(code).toBe(2);
    const unread = JSON.parse(out).findings.filter((one: { rule: string }) => one.rule === "schema/read");
    expect(unread.map((one: { environment: string; message: string }) => one.message)).toEqual([
      "can't read inventories/dangling.yaml: it does not exist",
      "can't read inventories/pipe.yaml: it is a pipe, a socket or a device, not a file",
      "can't read inventories/folder.yaml: it is a folder",
      "can't read inventories/pipe.yaml: it is a pipe, a socket or a device, not a file",
    ]);
  });

  it.runIf(process.getuid?.() !== 0 || canDrop())("is told of where it may not be read", () => {
    const project = ownProject();
    const file = join(project, "inventories/secret.yaml");
    writeFileSync(file, "x", { mode: 0o000 });
    chmodSync(project, 0o755);
    const script = `import("${join(process.cwd(), "dist/index.js")}").then(({ loadInventory }) => console.log(JSON.stringify(loadInventory("${file}").findings[0].message)))`;
    const { stdout } = spawnSync(
      "setpriv",
      ["--reuid", "65534", "--clear-groups", process.execPath, "-e", script],
      {
        encoding: "utf8",
      },
    );
    expect(stdout).toMatch(/can't read .*secret\.yaml: permission denied/);
  });
});

/** True where root can become nobody, so that permissions count. */
function canDrop(): boolean {
  return (
    spawnSync("setpriv", ["--reuid", "65534", "--clear-groups", process.execPath, "--version"]).status === 0
  );
}

function link(make: (path: string) => void, file: string): void {
  const target = `${file}.target`;
  rmSync(target, { force: true });
  make(target);
  symlinkSync(target, file);
}

describe("a folder of 10,000 inventories", () => {
  it("is listed, and one of them is found, without the others being read", () => {
    const project = temporaryFolder();
    mkdirSync(join(project, "inventories"));
    for (let i = 0; i < 10_000; i++) writeFileSync(join(project, "inventories", `e${i}.yaml`), "!");
    cpSync("inventories/tuned.yaml", join(project, "inventories/tuned.yaml"));
    cpSync("inventories/prod.yaml", join(project, "inventories/prod.yaml"));
    cpSync("inventories/before.yaml", join(project, "inventories/before.yaml"));
    expect(environments(findProject({ dir: project }))).toHaveLength(10_003);
    expect(mmconf(["validate", "--env", "tuned", ...TODAY], project).code).toBe(0);
  });
});

describe("a result that goes to a file", () => {
  it("takes its place whole, and keeps its permissions", () => {
    const folder = temporaryFolder();
    const file = join(folder, "review.md");
    writeWhole(file, "one");
    chmodSync(file, 0o600);
    writeWhole(file, "two");
    expect([readFileSync(file, "utf8"), statSync(file).mode & 0o777]).toEqual(["two", 0o600]);
    expect(readdirSync(folder)).toEqual(["review.md"]);
    const longest = join(folder, "x".repeat(255));
    writeWhole(longest, "three");
    expect(readFileSync(longest, "utf8")).toBe("three");
  });

  it("takes the place of no link, folder, pipe or device", () => {
    const folder = temporaryFolder();
    const kept = join(folder, "kept");
    writeFileSync(kept, "kept");
    const odd: Readonly<Record<string, (path: string) => void>> = {
      link: (path) => symlinkSync(kept, path),
      dangling: (path) => symlinkSync(join(folder, "nowhere"), path),
      folder: mkdirSync,
      pipe: fifo,
    };
    for (const [name, make] of Object.entries(odd)) {
      const path = join(folder, name);
      make(path);
      const before = lstatSync(path);
      expect(() => writeWhole(path, "new")).toThrow(Failure);
      expect([lstatSync(path).ino, lstatSync(path).mode]).toEqual([before.ino, before.mode]);
    }
    expect(readFileSync(kept, "utf8")).toBe("kept");
    expect(readlinkSync(join(folder, "link"))).toBe(kept);
    expect(readdirSync(folder).sort()).toEqual(["dangling", "folder", "kept", "link", "pipe"]);
  });

  it.runIf(existsSync("/dev/null"))(
    "may be thrown away: /dev/null is written to, and stays what it is",
    () => {
      // A copy of the device: were it replaced, this machine would be without.
      const folder = temporaryFolder();
      const device = join(folder, "null");
      const made = spawnSync("mknod", [device, "c", "1", "3"]).status === 0;
      if (!made) return;
      writeWhole(device, "gone");
      expect(lstatSync(device).isCharacterDevice()).toBe(true);
      expect(readdirSync(folder)).toEqual(["null"]);
    },
  );

  it("does not go through what somebody has put where it is written first", () => {
    const folder = temporaryFolder();
    const victim = join(folder, "victim");
    writeFileSync(victim, "kept");
    symlinkSync(victim, join(folder, `.mmconf.new-${OWN_MARK}`));
    writeWhole(join(folder, "review.md"), "new");
    expect(readFileSync(victim, "utf8")).toBe("kept");
  });
});

describe("mmconf init in an odd place", () => {
  it.each<readonly [string, (folder: string) => void, RegExp]>([
    ["a file", (path) => writeFileSync(path, ""), /a part of its path is not a folder/],
    ["a link to nothing", (path) => symlinkSync("nowhere/at/all", path), /can't write/],
    [
      "a folder with a link to nothing as its inventory",
      (path) => {
        mkdirSync(join(path, "inventories"), { recursive: true });
        symlinkSync("/nowhere", join(path, "inventories/prod.yaml"));
      },
      /inventories\/prod\.yaml: nothing was written/,
    ],
    [
      "a folder with a file in the place of the last one written",
      (path) => {
        mkdirSync(path);
        symlinkSync("x", join(path, ".pre-commit-config.yaml"));
      },
      /\.pre-commit-config\.yaml: nothing was written/,
    ],
  ])("%s: writes nothing", (_what, make, said) => {
    const folder = temporaryFolder();
    make(join(folder, "tier"));
    const before = readdirSync(folder, { recursive: true });
    expect(() => initProject(folder, "tier")).toThrow(said);
    expect(readdirSync(folder, { recursive: true })).toEqual(before);
  });
});

describe("a folder that was rendered", () => {
  it.each<readonly [string, (path: string) => void]>([
    ["a pipe", fifo],
    ["a file", (path) => writeFileSync(path, "x")],
    ["a link to a pipe", (path) => link(fifo, path)],
  ])("is not %s: out/E is left alone, and --check refuses it as render does", (_what, make) => {
    const project = ownProject();
    mkdirSync(join(project, "out"));
    const path = join(project, "out/tuned");
    make(path);
    const { mode } = lstatSync(path);
    for (const args of [["--check"], []])
      expect(mmconf(["render", "--env", "tuned", ...args], project)).toMatchObject({
        code: 2,
        out: "",
        err: expect.stringMatching(/nothing was written; remove it\n$/),
      });
    expect(lstatSync(path).mode).toBe(mode);
  });

  it("is not the whole disk: diff looks for the manifest first", () => {
    expect(mmconf(["diff", "/", "tuned"])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^mmconf: \/ is not a folder that mmconf rendered/),
    });
  });
});

describe("a template of the project's own", () => {
  const withTemplate = (make: (file: string) => void): string => {
    const project = temporaryFolder();
    mkdirSync(join(project, "templates/haproxy"), { recursive: true });
    make(join(project, "templates/haproxy/haproxy.cfg.hbs"));
    return join(project, "templates");
  };

  it.each<readonly [string, (file: string) => void, RegExp]>([
    ["a link out of the folder", (file) => symlinkSync("/etc/passwd", file), /it is a symbolic link out of /],
    ["a link to nothing", (file) => symlinkSync("nowhere", file), /it does not exist/],
    ["a pipe", fifo, /it is a pipe, a socket or a device/],
    ["a folder", mkdirSync, /it is a folder/],
  ])("is not %s", (_what, make, said) => {
    expect(() => templatesFrom(withTemplate(make))("haproxy/haproxy.cfg")).toThrow(said);
  });

  it("may be a link within the folder, and the folder may be one", () => {
    const folder = withTemplate((file) => symlinkSync("other", file));
    writeFileSync(join(folder, "haproxy/other"), "text");
    symlinkSync(folder, `${folder}-link`);
    expect(templatesFrom(`${folder}-link`)("haproxy/haproxy.cfg")).toMatchObject({ text: "text" });
  });
});
