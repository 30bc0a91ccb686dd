import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import type { ReadFile } from "../../src/inventory/load.js";
import { loadTree } from "../../src/inventory/load.js";
import { parseRecording } from "../../src/inventory/recording.js";
import { readText } from "../../src/project/read-text.js";
import { prepare } from "../../src/simulate/simulate.js";
import { mmconf, temporaryFolder } from "../cli/mmconf.js";
import { fleetWith } from "../simulate/small-tier.js";

/** A file of no size that never ends. */
const ENDLESS = "/proc/self/pagemap";

describe("what is read from the disk", () => {
  it.runIf(existsSync(ENDLESS))("is counted while it is read, whatever its size says", () => {
    const link = join(temporaryFolder(), "a.yaml");
    symlinkSync(ENDLESS, link);
    for (const file of [ENDLESS, link])
      expect(readText(file)).toEqual({ ok: false, reason: expect.stringMatching(/goes on after 32 MiB/) });
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

describe("what is simulated", () => {
  it.each([
    ["a storm that lasts for a year", "over: 366d", /health checks/],
    [
      "clients that ask without end",
      "over: 1s, requests: 10000000, retry: { times: 1000, after: 1s }",
      /may ask/,
    ],
  ])("is not %s", (_what, storm, reason) => {
    const fleet = fleetWith(
      `haproxy: { listeners: { web: { server: { check: true, inter: 100ms } } } }\nstorms: { storm: { ${storm} } }`,
    );
    expect(prepare(fleet, undefined, 1)).toEqual({ ok: false, reason: expect.stringMatching(reason) });
  });

  it("has no time that no clock tells", () => {
    for (const time of ["1e99", "9".repeat(400)]) {
      const { problems } = parseRecording(`0\n${time}\n`, "t.csv", "");
      expect(problems.map(({ rule, at }) => `${rule} ${at.line}`)).toEqual(["schema/recording 2"]);
    }
  });
});

describe("threads", () => {
  const storm = ["simulate", "--env", "before", "--jobs", "1000"];

  it("are as many as the machine has use for, and that is said", () => {
    const { code, err } = mmconf([...storm, "--runs", "1"]);
    expect(code).toBe(0);
    expect(err).toMatch(/--jobs 1000: [\d,]+ threads? at most, for [\d,]+ processors?/);
  });

  it.runIf(existsSync("/proc/self/fd"))("that the system refuses are no defect", () => {
    const node = process.execPath;
    const open = spawnSync(node, ["-p", "fs.readdirSync('/proc/self/fd').length"], { encoding: "utf8" });
    const limit = Number(open.stdout) + 4;
    const { status, stderr } = spawnSync(
      "sh",
      [
        "-c",
        `ulimit -n ${limit}; exec "$0" "$@"`,
        node,
        resolve("bin/mmconf.js"),
        ...storm,
        "--runs",
        "5000",
      ],
      { encoding: "utf8" },
    );
    expect(status).toBe(2);
    expect(stderr).toMatch(/too many files are open/);
    expect(stderr).not.toMatch(/defect/);
  });
});
