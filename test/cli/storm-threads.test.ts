import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { mmconf } from "./mmconf.js";

describe("threads", () => {
  const storm = ["simulate", "--env", "before", "--jobs", "1000"];

  it("are as many as the machine has use for, and that is said", () => {
    const { code, err } = mmconf([...storm, "--runs", "1"]);
    expect(code).toBe(0);
    expect(err).toMatch(/--jobs 1000: [^\n]*\d+[^\n]* [\d,]+ processors?/);
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
