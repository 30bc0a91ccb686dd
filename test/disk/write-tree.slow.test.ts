import { type ChildProcess, spawn } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { writeTree } from "../../src/disk/write-tree.js";
import { mmconf, ownProject, temporaryFolder } from "../cli/mmconf.js";

/** Some in CI; `npm run fuzz` asks for 200. */
const KILLS = process.env.MMCONF_FUZZ === undefined ? 20 : 200;

const VERSIONS = ["2.4", "2.6"] as const;
const argumentsFor = (version: string) => [
  "render",
  "--env",
  "tuned",
  "--set",
  `haproxy.version=${version}`,
  "--set",
  `haproxy.global.maxconn=${version === "2.4" ? 4000 : 4096}`,
];

const contentOf = (folder: string): string =>
  readdirSync(folder, { recursive: true, encoding: "utf8", withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => `${file.slice(folder.length)}\n${readFileSync(file, "utf8")}`)
    .join("\n");

const ended = (child: ChildProcess): Promise<void> => new Promise((done) => child.once("exit", () => done()));

describe("the tree that a render leaves", () => {
  it(
    `is the old one or the new one, whenever the render is killed (${KILLS} times)`,
    async () => {
      const project = ownProject();
      const out = join(project, "out/tuned");
      const whole = new Set(
        VERSIONS.map((version) => {
          expect(mmconf(argumentsFor(version), project).code).toBe(0);
          return contentOf(out);
        }),
      );
      expect(whole.size).toBe(2);
      const started = process.hrtime.bigint();
      mmconf(argumentsFor("2.4"), project);
      const millisecondsOfOne = Number(process.hrtime.bigint() - started) / 1e6;
      for (let kill = 0; kill < KILLS; kill++) {
        const child = spawn(
          process.execPath,
          [resolve("bin/mmconf.js"), ...argumentsFor(VERSIONS[kill % 2] ?? "2.6")],
          { cwd: project, stdio: "ignore" },
        );
        // Spread over the run, densest at its end, where the tree is written.
        const share = 1 - ((kill + 0.5) / KILLS) ** 2 * 0.7;
        setTimeout(() => child.kill("SIGKILL"), millisecondsOfOne * share);
        await ended(child);
        expect(existsSync(out)).toBe(true);
        expect(whole.has(contentOf(out))).toBe(true);
      }
      mmconf(argumentsFor("2.6"), project);
      expect(readdirSync(join(project, "out"))).toEqual(["tuned"]);
    },
    KILLS * 2000 + 30_000,
  );

  it("is one of two whole ones when two renders run at once", async () => {
    const project = ownProject();
    const out = join(project, "out/tuned");
    const whole = new Set(
      VERSIONS.map((version) => {
        mmconf(argumentsFor(version), project);
        return contentOf(out);
      }),
    );
    const children = Array.from({ length: 6 }, (_, index) =>
      spawn(process.execPath, [resolve("bin/mmconf.js"), ...argumentsFor(VERSIONS[index % 2] ?? "2.6")], {
        cwd: project,
        stdio: "ignore",
      }),
    );
    await Promise.all(children.map(ended));
    expect(whole.has(contentOf(out))).toBe(true);
    expect(readdirSync(join(project, "out"))).toEqual(["tuned"]);
  });

  it("stays as it was where a file can't be written", () => {
    const out = temporaryFolder();
    const put = (files: Readonly<Record<string, string>>) =>
      writeTree(
        { path: out, given: true },
        "e",
        new Map(Object.entries({ ...files, "manifest.json": "{}" })),
      );
    put({ "a.cfg": "old" });
    const name = "x".repeat(300);
    expect(() => put({ "a.cfg": "new", [name]: "" })).toThrow(/can't write .*nothing was changed/);
    expect(readFileSync(join(out, "e/a.cfg"), "utf8")).toBe("old");
    expect(readdirSync(out)).toEqual(["e"]);
  });

  it("is left as it is where nothing changes, and fixed where a file was touched, added or lost", () => {
    const project = ownProject();
    const out = join(project, "out/tuned");
    const render = () => expect(mmconf(["render", "--env", "tuned"], project).code).toBe(0);
    const folder = () => statSync(out).ino;
    render();
    const rendered = contentOf(out);
    const first = folder();
    render();
    expect(folder()).toBe(first);
    for (const spoil of [
      () => appendFileSync(join(out, "manifest.json"), " "),
      () => writeFileSync(join(out, "extra"), ""),
      () => rmSync(join(out, "modules/kernel"), { recursive: true }),
      () => writeFileSync(join(out, "modules/kernel/files/99-mmconf.conf"), Buffer.from([0xff])),
    ]) {
      spoil();
      render();
      expect(contentOf(out)).toBe(rendered);
    }
  });
});
