import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import * as node from "node:module";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "./mmconf.js";

describe.runIf("enableCompileCache" in node)("what node compiles", () => {
  /** A start on a machine where nobody has a home but where `env` says. */
  const startWith = (env: Readonly<Record<string, string>>, cwd = ".") =>
    spawnSync(process.execPath, [resolve("bin/mmconf.js"), "--version"], {
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
});
