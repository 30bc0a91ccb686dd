import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "./cli/mmconf.js";

/** What the check says of sources, by path: what each of them imports. */
const check = (imports: Readonly<Record<string, readonly string[]>>) => {
  const src = temporaryFolder();
  for (const [file, paths] of Object.entries(imports)) {
    mkdirSync(dirname(join(src, file)), { recursive: true });
    writeFileSync(join(src, file), paths.map((path) => `import type { It } from "${path}";\n`).join(""));
  }
  const { status, stderr } = spawnSync(process.execPath, ["tools/rooms.mjs", src], { encoding: "utf8" });
  return { status, said: stderr.trim().split("\n").slice(0, -1) };
};

const IN_ORDER = {
  "text/units.ts": [],
  "yaml/place.ts": ["../text/units.js"],
  "diff/text/lines.ts": [],
  "diff/changes.ts": ["./text/lines.js", "../yaml/place.js"],
  "modules/kernel/module.ts": ["../../diff/changes.js"],
  "modules/haproxy/module.ts": [],
  "cli/main.ts": ["../diff/changes.js", "./shell.js"],
  "cli/shell.ts": [],
  "index.ts": ["./cli/main.js"],
};

describe("The order of the rooms", () => {
  it("lets an import point to its own room and to those below", () => {
    expect(check(IN_ORDER)).toEqual({ status: 0, said: [] });
  });

  it.each([
    ["text/units.ts", "../yaml/place.js", ["text", "yaml"]],
    ["diff/text/lines.ts", "../changes.js", ["diff/text", "diff"]],
    ["modules/haproxy/module.ts", "../kernel/module.js", ["modules/haproxy", "modules/kernel"]],
    ["cli/shell.ts", "../index.js", ["cli", "index.ts"]],
  ])("fails where %s imports %s", (file, path, rooms) => {
    const { status, said } = check({ ...IN_ORDER, [file]: ["./beside.js", path] });
    expect(status).toBe(1);
    const told = said.find((line) => line.startsWith(`${file}:2: `));
    for (const room of rooms) expect(told).toContain(room);
  });

  it("fails where files import one another in a cycle", () => {
    const { status, said } = check({ ...IN_ORDER, "cli/shell.ts": ["./main.js"] });
    expect(status).toBe(1);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain("cli/main.ts:2");
    expect(said[0]).toContain("cli/shell.ts:1");
  });

  it("fails where a folder is in no room", () => {
    const { status, said } = check({ ...IN_ORDER, "utilities/all.ts": [] });
    expect(status).toBe(1);
    expect(said).toEqual([expect.stringContaining("utilities/all.ts")]);
  });
});
