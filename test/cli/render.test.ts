import { createHash } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mmconf, ownProject, TODAY, temporaryFolder } from "./mmconf.js";

const RENDER = ["render", "--env", "prod", ...TODAY];

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8", withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

describe("mmconf render", () => {
  it("writes the four files and a manifest that names and sums them", () => {
    const project = ownProject();
    const result = mmconf(RENDER, project);
    expect(result).toMatchObject({ code: 0, out: "" });
    const paths = [
      "modules/haproxy/files/haproxy.cfg",
      "modules/kernel/files/99-mmconf.conf",
      "modules/mirrormanager/files/mirrorlist-server.conf",
      "modules/mirrormanager/files/mirrorlist_server.conf",
    ];
    const out = join(project, "out/prod");
    expect(filesBelow(out)).toEqual(["manifest.json", ...paths]);
    const manifest = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8"));
    expect(manifest.environment).toBe("prod");
    expect(manifest.artefacts.map((artefact: { path: string }) => artefact.path)).toEqual(paths);
    for (const { path, sha256, bytes } of manifest.artefacts) {
      const content = readFileSync(join(out, path));
      expect([createHash("sha256").update(content).digest("hex"), content.length]).toEqual([sha256, bytes]);
    }
    expect(manifest.artefacts[0]).toMatchObject({
      hosts: ["proxy01", "proxy02", "proxy03", "proxy04", "proxy05", "proxy06"],
      target: "/etc/haproxy/haproxy.cfg",
      owner: "root:root",
      mode: "0644",
      verify: ["haproxy", "-c", "-f", "/etc/haproxy/haproxy.cfg"],
    });
  });

  it("gives the host whose file differs one of its own beside it", () => {
    const project = ownProject();
    mmconf(["render", "--env", "tuned"], project);
    const files = filesBelow(join(project, "out/tuned"));
    expect(files).toContain("modules/haproxy/files/haproxy.cfg.proxy03");
    const manifest = JSON.parse(readFileSync(join(project, "out/tuned/manifest.json"), "utf8"));
    expect(
      manifest.artefacts.map((artefact: { hosts: string[] }) => artefact.hosts.length).slice(0, 2),
    ).toEqual([5, 1]);
  });

  it("renders equal bytes from an equal inventory", () => {
    const [first, second] = [ownProject(), ownProject()];
    mmconf(RENDER, first);
    mmconf(["render", "--all", "--set", "haproxy.version=2.6", ...TODAY], second);
    mmconf(RENDER, second);
    for (const file of filesBelow(join(first, "out/prod"))) {
      expect(readFileSync(join(second, "out/prod", file), "utf8")).toBe(
        readFileSync(join(first, "out/prod", file), "utf8"),
      );
    }
  });

  it("stops at an error, and leaves the tree that is there", () => {
    const project = ownProject();
    mmconf(RENDER, project);
    const before = readFileSync(join(project, "out/prod/manifest.json"), "utf8");
    const result = mmconf([...RENDER, "--set", "mirrorlist.wsgi.processes=400"], project);
    expect(result.code).toBe(1);
    expect(result.err).toMatch(/capacity\/memory[\s\S]*nothing was written/);
    expect(readFileSync(join(project, "out/prod/manifest.json"), "utf8")).toBe(before);
    expect(mmconf(["render", "--env", "before"], project).code).toBe(1);
    expect(existsSync(join(project, "out/before"))).toBe(false);
  });

  it("writes all environments that it is asked for, or none", () => {
    const project = ownProject();
    expect(mmconf(["render", "--all", ...TODAY], project).code).toBe(1);
    expect(existsSync(join(project, "out"))).toBe(false);
  });

  it("counts what it does not list: warnings, and the findings of the environments that have no error", () => {
    const { code, err } = mmconf(["render", "--all", "--check", ...TODAY], ownProject());
    expect(code).toBe(1);
    expect(err).not.toMatch(/^warning /m);
    expect(err).toMatch(/before: 5 errors, \d+ warnings/);
    expect(err).toMatch(/prod: \d+ warnings, \d+ info, 1 waived, no errors/);
    expect(err).toMatch(/tuned: all \d+ rules passed/);
  });

  it("--check tells what is stale, and writes nothing", () => {
    const project = ownProject();
    expect(mmconf([...RENDER, "--check"], project)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/out\/prod\/ does not exist/),
    });
    expect(existsSync(join(project, "out"))).toBe(false);
    mmconf(RENDER, project);
    expect(mmconf([...RENDER, "--check"], project)).toEqual({ code: 0, out: "", err: "" });
    appendFileSync(join(project, "out/prod/modules/haproxy/files/haproxy.cfg"), "# by hand\n");
    writeFileSync(join(project, "out/prod/stray"), "");
    rmSync(join(project, "out/prod/modules/kernel"), { recursive: true });
    const stale = mmconf([...RENDER, "--check"], project);
    expect(stale.code).toBe(1);
    expect(stale.err).toMatch(/haproxy\.cfg is out of date/);
    expect(stale.err).toMatch(/99-mmconf\.conf is missing/);
    expect(stale.err).toMatch(/stray is no longer rendered/);
  });

  it("--stdout prints one file, or all of them, and writes nothing", () => {
    const project = ownProject();
    const one = mmconf([...RENDER, "--stdout", "haproxy.cfg"], project);
    expect(one.out).toMatch(/^# Rendered by mmconf[\s\S]*listen {2}mirror-lists/);
    expect(mmconf([...RENDER, "--stdout"], project).out.match(/^==> .* <==$/gm)).toHaveLength(5);
    expect(mmconf([...RENDER, "--stdout", "nginx.conf"], project)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/nginx\.conf .*modules\/haproxy/),
    });
    expect(existsSync(join(project, "out"))).toBe(false);
  });

  it("takes a template of the project's own in place of the built-in one", () => {
    const project = ownProject();
    mkdirSync(join(project, "templates/kernel"), { recursive: true });
    writeFileSync(
      join(project, "templates/kernel/99-mmconf.conf.hbs"),
      "{{#each lines}}{{this}} # ours\n{{/each}}",
    );
    expect(mmconf([...RENDER, "--stdout", "99-mmconf.conf"], project).out).toBe(
      "net.core.somaxconn = 128 # ours\n",
    );
  });

  it("names the template that asks for a value which is not there, and writes nothing", () => {
    const project = ownProject();
    mkdirSync(join(project, "templates/kernel"), { recursive: true });
    writeFileSync(join(project, "templates/kernel/99-mmconf.conf.hbs"), "{{no_such_value}}");
    const result = mmconf(RENDER, project);
    expect(result.code).toBe(2);
    expect(result.err).toMatch(/templates\/kernel\/99-mmconf\.conf\.hbs.*no_such_value/);
    expect(existsSync(join(project, "out"))).toBe(false);
  });
});

describe("where the files can't be written", () => {
  it("says so when out/ is a file", () => {
    const project = ownProject();
    writeFileSync(join(project, "out"), "not a folder");
    expect(mmconf(RENDER, project)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/can't write .*out\/prod: .*nothing was changed/),
    });
    expect(readFileSync(join(project, "out"), "utf8")).toBe("not a folder");
  });

  it("says so when the file system refuses", () => {
    const result = mmconf(["--out", "/proc/mmconf", ...RENDER], ownProject());
    expect(result).toMatchObject({
      code: 2,
      err: expect.stringMatching(/can't write \/proc\/mmconf\/prod: /),
    });
  });

  it("does not follow an out/ that is a link out of the project, unless it is named", () => {
    const project = ownProject();
    const elsewhere = temporaryFolder();
    symlinkSync(elsewhere, join(project, "out"));
    expect(mmconf(RENDER, project)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/is a symbolic link to .*nothing was written/),
    });
    expect(readdirSync(elsewhere)).toEqual([]);
    expect(mmconf(["--out", "out", ...RENDER], project).code).toBe(0);
    expect(readdirSync(elsewhere)).toEqual(["prod"]);
  });

  it("leaves a folder alone that it did not write", () => {
    const project = ownProject();
    mkdirSync(join(project, "out/prod"), { recursive: true });
    writeFileSync(join(project, "out/prod/notes.txt"), "mine");
    expect(mmconf(RENDER, project)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/holds files that mmconf did not write/),
    });
    expect(readdirSync(join(project, "out/prod"))).toEqual(["notes.txt"]);
  });

  it("clears what a run that was killed left behind", () => {
    const project = ownProject();
    mmconf(RENDER, project);
    mkdirSync(join(project, "out/.prod.new-999999999/modules"), { recursive: true });
    mmconf(RENDER, project);
    expect(readdirSync(join(project, "out"))).toEqual(["prod"]);
  });

  it("leaves alone what a run on another machine writes, until it must have given up", () => {
    const project = ownProject();
    const others = join(project, "out/.prod.new-00000000-1");
    mkdirSync(others, { recursive: true });
    mmconf(RENDER, project);
    expect(readdirSync(join(project, "out"))).toEqual([".prod.new-00000000-1", "prod"]);
    utimesSync(others, 0, 0);
    mmconf(RENDER, project);
    expect(readdirSync(join(project, "out"))).toEqual(["prod"]);
  });

  it("puts back the tree of a run that was killed between its two renames", () => {
    const project = ownProject();
    mmconf(RENDER, project);
    renameSync(join(project, "out/prod"), join(project, "out/.prod.old-999999999"));
    const failed = mmconf([...RENDER, "--set", "haproxy.listeners.fp-wiki.server.port=8080"], project);
    expect(failed.code).toBe(0);
    expect(readdirSync(join(project, "out"))).toEqual(["prod"]);
  });
});

describe("mmconf why", () => {
  it("tells where a line of a rendered file came from", () => {
    const project = ownProject();
    mmconf(RENDER, project);
    const { out, err, code } = mmconf(["why", "out/prod/modules/haproxy/files/haproxy.cfg:38"], project);
    expect({ err, code }).toEqual({ err: "", code: 0 });
    expect(out).toMatch(
      /maxconn 25 +inventories\/prod\.yaml:11:17 +haproxy\.listeners\.mirror-lists\.server\.maxconn/,
    );
    expect(mmconf(["why", "haproxy.cfg:38", "--env", "prod"], project).out).toBe(out);
  });

  it("says so where the file on the disk is another", () => {
    const project = ownProject();
    mmconf(RENDER, project);
    writeFileSync(join(project, "out/prod/modules/haproxy/files/haproxy.cfg"), "global\n");
    expect(mmconf(["why", "out/prod/modules/haproxy/files/haproxy.cfg:1"], project).err).toMatch(
      /is out of date: line 1 there is "global"/,
    );
  });

  it.each([
    ["no line", ["why", "out/prod/modules/haproxy/files/haproxy.cfg"], /is not a file and a line/],
    ["line 0", ["why", "haproxy.cfg:0", "--env", "prod"], /is not a file and a line/],
    ["a line past the end", ["why", "haproxy.cfg:9999", "--env", "prod"], /has \d+ lines: .* no line 9999/],
    [
      "a file that is not rendered",
      ["why", "nginx.conf:1", "--env", "prod"],
      /renders no file nginx\.conf; it renders modules/,
    ],
    ["a file of no environment", ["why", "haproxy.cfg:1"], /name the environment with --env/],
    [
      "several environments",
      ["why", "haproxy.cfg:1", "--env", "p*", "--env", "*"],
      /--env takes one environment here/,
    ],
  ])("refuses %s", (_title, args, said) => {
    expect(mmconf(args)).toMatchObject({ code: 2, out: "", err: expect.stringMatching(said) });
  });

  it("writes it as comments with render --annotate, which the daemons skip", () => {
    const [annotated, plain] = [
      [...RENDER, "--annotate", "--stdout", "haproxy.cfg"],
      [...RENDER, "--stdout", "haproxy.cfg"],
    ].map((args) => mmconf(args).out);
    expect(annotated).toMatch(/^ {4}# inventories\/prod\.yaml:9:18\n {4}timeout connect 60s$/m);
    const uncommented = (annotated ?? "")
      .split("\n")
      .filter((line) => !/^\s*# (?:inventories|mmconf|templates)\//.test(line));
    expect(uncommented.join("\n")).toBe(plain);
  });
});
