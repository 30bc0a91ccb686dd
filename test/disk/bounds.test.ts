import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readText } from "../../src/disk/read-text.js";
import { loadTree } from "../../src/inventory/load.js";
import type { ReadFile } from "../../src/inventory/read-file.js";
import { temporaryFolder } from "../cli/mmconf.js";

/** A file of no size that never ends. */
const ENDLESS = "/proc/self/pagemap";

describe("what is read from the disk", () => {
  it.runIf(existsSync(ENDLESS))("is counted while it is read, whatever its size says", () => {
    const link = join(temporaryFolder(), "a.yaml");
    symlinkSync(ENDLESS, link);
    for (const file of [ENDLESS, link])
      expect(readText(file)).toEqual({ ok: false, reason: expect.stringMatching(/ 32 MiB\b/) });
    expect(readText("/proc/self/status")).toMatchObject({ ok: true, text: expect.stringContaining("Pid:") });
  });

  it("is one file under all its names", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "inventories"));
    symlinkSync(".", join(folder, "inventories/l"));
    writeFileSync(join(folder, "inventories/a.yaml"), "extends: l/a.yaml\n");
    const asked: string[] = [];
    const read: ReadFile = (file) => {
      asked.push(file);
      return readText(join(folder, file));
    };
    const { problems } = loadTree("inventories/a.yaml", read);
    expect(asked).toEqual(["inventories/a.yaml", "inventories/l/a.yaml"]);
    expect(problems.map(({ rule, message }) => `${rule} ${message}`)).toEqual([
      "schema/extends inventories extend each other in a circle: inventories/a.yaml -> inventories/l/a.yaml",
    ]);
  });

  it("is bounded over all inventories that extend one another", () => {
    const filling = `${"#".repeat(40 * 1024 * 1024)}\n`;
    let asked = 0;
    const { problems } = loadTree("1.yaml", (file) => {
      asked++;
      return { ok: true, text: `extends: ${Number.parseInt(file, 10) + 1}.yaml\n${filling}` };
    });
    expect(asked).toBe(4);
    expect(problems.map(({ rule }) => rule)).toEqual(["schema/size"]);
  });

  it("is read once, however many storms name it", () => {
    let asked = 0;
    const storms = Array.from({ length: 100 }, (_, n) => `  s${n}: { service_time: { file: t.csv } }\n`);
    const { recordings, problems } = loadTree("a.yaml", (file) => {
      if (file === "a.yaml") return { ok: true, text: `storms:\n${storms.join("")}` };
      asked++;
      return { ok: true, text: "1\n2\n" };
    });
    expect(problems).toEqual([]);
    expect(recordings.size).toBe(100);
    expect(new Set(recordings.values()).size).toBe(1);
    expect(asked).toBe(1);
  });
});
