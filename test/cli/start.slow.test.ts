import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import * as node from "node:module";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "./mmconf.js";

const FILES = ["dist/cli.cjs", "dist/core.cjs", "dist/render.cjs"];
const CACHES = FILES.map((file) => `${file}.${process.version}-${process.arch}.cache`);

/** A package in a folder of its own, built with the node that runs the tests. */
const installed = (): string => {
  const folder = temporaryFolder();
  for (const part of ["bin", "dist", "inventories", "templates", "tools"])
    cpSync(part, join(folder, part), { recursive: true });
  return keepCompiled(folder);
};

const keepCompiled = (folder: string): string => {
  const build = `import { keepCompiled } from ${JSON.stringify(join(folder, "tools/build/code-cache.mjs"))};
    keepCompiled(${JSON.stringify(folder)}, ${JSON.stringify(FILES.map((file) => join(folder, file)))});`;
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", build], {
    encoding: "utf8",
  });
  expect([status, stderr]).toEqual([0, ""]);
  return folder;
};

const start = (folder: string, args: readonly string[], flags: readonly string[] = []) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...flags, join(folder, "bin/mmconf.js"), "-C", resolve("."), ...args],
    { encoding: "utf8" },
  );
  return { code: status, out: stdout, err: stderr };
};

const VALIDATE = ["validate", "--env", "tuned"];

const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

/** Puts words into a file in the place of others that are as long. */
const edit = (file: string, from: string, to: string): void => {
  const text = readFileSync(file, "latin1");
  expect(text).toContain(from);
  expect(to).toHaveLength(from.length);
  writeFileSync(file, text.replaceAll(from, to), "latin1");
};

/** Loaded first, it tells of each script whether V8 took its cache. */
const TELLS = `const vm = require("node:vm");
const { Script } = vm;
vm.Script = function (source, options) {
  const script = new Script(source, options);
  process.stderr.write(options.filename + (script.cachedDataRejected ? " refused\\n" : " taken\\n"));
  return script;
};`;

describe("the code cache that the package carries", () => {
  it("is taken by the node that built it, for what validate and render load", () => {
    const folder = installed();
    const tells = join(folder, "tells.cjs");
    writeFileSync(tells, TELLS);
    const taken = (...names: readonly string[]) =>
      names.map((name) => `mmconf/dist/${name}.cjs taken\n`).join("");
    expect(start(folder, VALIDATE, ["-r", tells]).err).toBe(taken("cli", "core"));
    const rendered = start(folder, ["render", "--env", "tuned", "--stdout"], ["-r", tells]);
    expect(rendered.err).toBe(taken("cli", "render", "core"));
  });

  it("is passed over by a V8 that has other flags, which says the same", () => {
    const folder = installed();
    for (const args of [VALIDATE, ["render", "--env", "prod", "--stdout"], ["validate", "--env", "no"]])
      expect(start(folder, args, ["--no-opt"])).toEqual(start(folder, args));
  });

  it("is passed over where a file was edited, though that is as long as before", () => {
    const folder = installed();
    edit(join(folder, "dist/cli.cjs"), "print the version", "PRINT THE VERSION");
    edit(join(folder, "dist/core.cjs"), " rules passed", " RULES PASSED");
    expect(start(folder, ["--help"]).out).toContain("PRINT THE VERSION");
    expect(start(folder, VALIDATE).out).toMatch(/tuned: all \d+ RULES PASSED/);
  });

  it("may be gone, empty, cut short, or of another version of V8", () => {
    const damages = [
      (file: string) => writeFileSync(file, ""),
      (file: string) => writeFileSync(file, readFileSync(file).subarray(0, -1000)),
      // V8's data begin with what tells its version.
      (file: string) => {
        const bytes = readFileSync(file);
        bytes.fill(0xff, readFileSync(file.replace(/\.v[^/]*$/, "")).length);
        writeFileSync(file, bytes);
      },
    ];
    const folder = installed();
    const whole = start(folder, VALIDATE);
    expect(whole.code).toBe(0);
    for (const damage of damages) {
      for (const cache of CACHES) damage(join(keepCompiled(folder), cache));
      expect(start(folder, VALIDATE)).toEqual(whole);
    }
  });

  it("is the same to the byte wherever the package is built", () => {
    const [here, there] = [installed(), installed()];
    const sumsIn = (folder: string) => CACHES.map((cache) => sha256(readFileSync(join(folder, cache))));
    expect(sumsIn(there)).toEqual(sumsIn(here));
    for (const cache of CACHES) expect(readFileSync(join(here, cache), "latin1")).not.toContain(here);
  });
});

describe.runIf("enableCompileCache" in node)(
  "what node compiles where the package's cache does not fit",
  () => {
    /** A start that the package's cache does not fit, on a machine where nobody has a home but where `env` says. */
    const startWith = (env: Readonly<Record<string, string>>, cwd = ".") =>
      spawnSync(process.execPath, ["--no-opt", resolve("bin/mmconf.js"), "--version"], {
        cwd,
        encoding: "utf8",
        env: { ...process.env, NODE_COMPILE_CACHE: "", HOME: "", XDG_CACHE_HOME: "", ...env },
      });

    it("is kept in the user's own folder for caches, and nowhere among temporary files", () => {
      const folder = temporaryFolder();
      const temporary = temporaryFolder();
      const said = startWith({ HOME: folder, TMPDIR: temporary });
      expect([said.status, said.stderr]).toEqual([0, ""]);
      expect(readdirSync(join(folder, ".cache/mmconf"))).toHaveLength(1);
      expect(
        startWith({ HOME: folder, XDG_CACHE_HOME: join(folder, "caches"), TMPDIR: temporary }).status,
      ).toBe(0);
      expect(readdirSync(join(folder, "caches/mmconf"))).toHaveLength(1);
      expect(readdirSync(temporary)).toEqual([]);
    });

    it("is not kept where a name of that folder would be one of the folder that mmconf runs in", () => {
      const folder = temporaryFolder();
      const said = startWith({ HOME: "home", XDG_CACHE_HOME: "caches" }, folder);
      expect([said.status, said.stderr]).toEqual([0, ""]);
      expect(readdirSync(folder)).toEqual([]);
    });
  },
);
