import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "./cli/mmconf.js";

const run = (cwd: string, program: string, ...args: string[]): string =>
  execFileSync(program, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

/** Packs what was built; `prepare`, which would build it once more, is left out. */
const pack = (): string => {
  const folder = temporaryFolder();
  run(".", "npm", "pack", "--ignore-scripts", "--loglevel=error", "--pack-destination", folder);
  const [file = ""] = readdirSync(folder);
  return join(folder, file);
};

const sizeOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);

/** An empty project in which the package was installed, without a registry: it depends on nothing. */
const installed = (): string => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "package.json"), '{ "name": "tier", "private": true, "type": "module" }');
  run(folder, "npm", "install", "--offline", "--no-audit", "--no-fund", "--loglevel=error", pack());
  return folder;
};

describe("the package", () => {
  it("installs in an empty project without anything else, under 5 MB, and runs", () => {
    const folder = installed();
    expect(readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."))).toEqual([
      "mmconf",
    ]);
    expect(sizeOf(join(folder, "node_modules"))).toBeLessThan(5 * 1000 * 1000);
    expect(run(folder, "npx", "mmconf", "--version")).toMatch(/^\d+\.\d+\.\d+\n$/);
    cpSync("inventories", join(folder, "inventories"), { recursive: true });
    run(folder, "npx", "mmconf", "render", "--env", "tuned");
    expect(readFileSync(join(folder, "out/tuned/modules/haproxy/files/haproxy.cfg"), "utf8")).toContain(
      "listen  mirror-lists",
    );
    const { scripts } = JSON.parse(readFileSync(join(folder, "node_modules/mmconf/package.json"), "utf8"));
    expect(Object.keys(scripts).filter((name) => /^(?:pre|post)?install$/.test(name))).toEqual([]);
  });

  it("has types that a strict program uses", () => {
    const folder = installed();
    mkdirSync(join(folder, "node_modules/@types"), { recursive: true });
    symlinkSync(resolve("node_modules/@types/node"), join(folder, "node_modules/@types/node"));
    writeFileSync(
      join(folder, "program.ts"),
      `import { defineRule, fault, loadInventory, originOf, render, validate } from "mmconf";
import type { Finding, Fleet } from "mmconf";
const loaded = loadInventory("inventories/prod.yaml");
if (!loaded.ok) throw new Error(loaded.findings.map((finding: Finding) => finding.message).join());
const fleet: Fleet = loaded.fleet;
const slots: number | undefined = fleet.appServers[0]?.services[0]?.runtime.units.count;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Listener = Fleet["proxies"][number]["haproxy"]["listeners"][number];
export const typed: [Same<Listener["settings"]["maxconn"], number | undefined>, Same<Listener["own"]["bind"], readonly string[] | undefined>] = [true, true];
export const check = defineRule({ slug: "a/b", severity: "info", title: "", why: "", how: "", fix: "", source: [],
  run: (given) => [fault({ subject: "", message: String(slots), why: "", fix: "", at: originOf(given.node, "proxies"), figures: {} })] });
export const findings: readonly Finding[] = validate(fleet, { today: "2026-11-24", rules: [check] }).findings;
export const rendered = render(fleet);
// @ts-expect-error: a severity is one of three
defineRule({ slug: "a/b", severity: "fatal", title: "", why: "", how: "", fix: "", source: [], run: () => [] });
`,
    );
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          module: "nodenext",
          target: "es2023",
          lib: ["es2023"],
          noEmit: true,
          skipLibCheck: false,
          types: ["node"],
          exactOptionalPropertyTypes: true,
        },
        include: ["program.ts"],
      }),
    );
    expect(run(folder, process.execPath, resolve("node_modules/typescript/bin/tsc"), "-p", ".")).toBe("");
  });

  it("is the same to the byte when it is packed twice", () => {
    const [first, second] = [pack(), pack()].map((file) =>
      createHash("sha256").update(readFileSync(file)).digest("hex"),
    );
    expect(first).toBe(second);
  });

  it("carries the licenses of what it bundles", () => {
    const notices = readFileSync("dist/THIRD-PARTY.txt", "utf8");
    for (const name of ["commander", "diff", "handlebars", "yaml", "zod"])
      expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+, \\S+\\n\\n\\S`, "m"));
  });
});
