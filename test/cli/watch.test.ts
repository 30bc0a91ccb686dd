import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { waitFor } from "../../tools/daemons/wait-for.js";
import { ownProject } from "./mmconf.js";

/** A watching mmconf, and what it has said so far. */
const watching = (project: string, args: readonly string[]) => {
  const child = spawn(process.execPath, [resolve("bin/mmconf.js"), ...args, "--watch"], { cwd: project });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  onTestFinished(() => void child.kill("SIGKILL"));
  const until = async (pattern: RegExp): Promise<void> => {
    await waitFor(`${pattern}`, () => pattern.test(said));
    said = "";
  };
  const ended = new Promise<number | null>((done) => child.once("exit", done));
  return { until, child, ended };
};

const edit = (project: string, name: string, from: string, to: string): void => {
  const file = join(project, `inventories/${name}.yaml`);
  writeFileSync(file, readFileSync(file, "utf8").replace(from, to));
};

describe("--watch", () => {
  it("validates again after each save, through extends too, and ends with 0 when interrupted", async () => {
    const project = ownProject();
    const { until, child, ended } = watching(project, ["validate", "--env", "tuned"]);
    await until(/tuned: all \d+ rules passed[\s\S]*watching/);
    edit(project, "tuned", "maxconn: 37", "maxconn: 50");
    await until(/error capacity\/app-slots[\s\S]*watching/);
    edit(project, "tuned", "maxconn: 50", "maxconn: 37");
    await until(/tuned: all \d+ rules passed/);
    edit(project, "before", "server: 50s", "server: fifty");
    await until(/schema\/value[\s\S]*"fifty" is not a duration/);
    child.kill("SIGINT");
    expect(await ended).toBe(0);
  });

  it("renders again after each save, and says what stops it", async () => {
    const project = ownProject();
    const { until } = watching(project, ["render", "--env", "tuned"]);
    await until(/tuned: \d+ files[\s\S]*watching/);
    edit(project, "tuned", "maxconn: 37", "maxconn: 36");
    await until(/tuned: \d+ files[\s\S]*watching/);
    expect(
      readFileSync(join(project, "out/tuned/modules/haproxy/files/haproxy.cfg.proxy03"), "utf8"),
    ).toContain("maxconn 36");
    edit(project, "tuned", "extends: prod.yaml", "extends: nowhere.yaml");
    await until(/schema\/read[\s\S]*nothing was written[\s\S]*watching/);
    expect(existsSync(join(project, "out/tuned/manifest.json"))).toBe(true);
  });
});
