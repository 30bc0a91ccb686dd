import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "./cli/mmconf.js";

/** The patches of a recipe of CONTRIBUTING.md: what it changes, and in which files. */
const recipe = (title: string): { readonly patch: string; readonly files: readonly string[] } => {
  const section = readFileSync("CONTRIBUTING.md", "utf8")
    .split(/^## /m)
    .find((text) => text.startsWith(title));
  const patch = [...(section ?? "").matchAll(/^```diff\n(.*?)^```$/gms)].map(([, text]) => text).join("");
  return { patch, files: [...patch.matchAll(/^\+\+\+ b\/(.*)$/gm)].map(([, file]) => file ?? "") };
};

/** A copy of the sources to which a recipe is applied, as whoever follows it has it then. */
const followed = ({ patch }: ReturnType<typeof recipe>) => {
  const folder = temporaryFolder();
  for (const name of [
    "src",
    "templates",
    "tools",
    "bin",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "tsconfig.types.json",
  ])
    cpSync(name, join(folder, name), { recursive: true });
  cpSync("test/rules/cases/base.yaml", join(folder, "test/rules/cases/base.yaml"));
  mkdirSync(join(folder, "inventories"));
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "recipe.diff"), patch);
  const run = (program: string, args: readonly string[]): string =>
    execFileSync(program, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  run("git", ["apply", "recipe.diff"]);
  run(process.execPath, ["tools/build.mjs"]);
  const mmconf = (args: readonly string[]): { readonly code: number | null; readonly out: string } => {
    const { status, stdout } = spawnSync(process.execPath, ["bin/mmconf.js", ...args], {
      cwd: folder,
      encoding: "utf8",
    });
    return { code: status, out: stdout };
  };
  return { folder, mmconf };
};

describe("the recipes of CONTRIBUTING", () => {
  it("add a keyword with one entry of one table", () => {
    const keyword = recipe("A keyword");
    expect(keyword.files).toEqual(["src/haproxy/keywords/server.ts"]);
    const { folder, mmconf } = followed(keyword);
    const inventory = (value: string, version = "2.6") =>
      writeFileSync(
        join(folder, "inventories/own.yaml"),
        readFileSync(join(folder, "test/rules/cases/base.yaml"), "utf8")
          .replace("server: {", `server: { resolve-prefer: ${value},`)
          .replace('version: "2.6"', `version: "${version}"`),
      );
    inventory("ipv4");
    expect(mmconf(["render", "--env", "own", "--stdout"]).out).toMatch(
      /^ +default-server .*resolve-prefer ipv4|^ +server .* resolve-prefer ipv4/m,
    );
    inventory("ipv5");
    expect(mmconf(["validate", "--env", "own"])).toMatchObject({ code: 2 });
    inventory("ipv4", "1.5");
    expect(mmconf(["validate", "--env", "own"]).out).toMatch(/haproxy\/dialect[^\n]*resolve-prefer/);
  });

  it("add a runtime with one folder and its line", () => {
    const runtime = recipe("A runtime");
    expect(runtime.files).toEqual(["src/api/built-in.ts", "src/runtimes/waitress/runtime.ts"]);
    const { folder, mmconf } = followed(runtime);
    const base = readFileSync(join(folder, "test/rules/cases/base.yaml"), "utf8");
    const inventory = (threads: number) =>
      writeFileSync(
        join(folder, "inventories/own.yaml"),
        base
          .replace(/^mirrorlist:\n(?: .*\n)+/m, `mirrorlist: { waitress: { threads: ${threads} } }\n`)
          .replace(/^storms:\n(?: .*\n)+/m, ""),
      );
    const findings = (threads: number): string => {
      inventory(threads);
      return mmconf(["validate", "--env", "own"]).out;
    };
    expect(findings(45)).not.toMatch(/capacity\/app-slots/);
    expect(findings(8)).toMatch(/capacity\/app-slots/);
  });

  it("add a rule with one file and its line", () => {
    const rule = recipe("A rule");
    expect(rule.files.filter((file) => file.startsWith("src/"))).toEqual([
      "src/rules/all.ts",
      "src/rules/time/slow-checks.ts",
    ]);
    const { mmconf } = followed(rule);
    const cases = "test/rules/cases/time/slow-checks";
    expect(mmconf(["validate", `${cases}/fails.yaml`]).out).toMatch(/^warning time\/slow-checks/m);
    expect(mmconf(["validate", `${cases}/passes.yaml`]).out).not.toMatch(/^warning time\/slow-checks/m);
  });
});
