import { spawn } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { ownProject, temporaryFolder } from "./mmconf.js";

describe("verify", () => {
  it("leaves no folder behind when it is ended", async () => {
    const [temporary, project] = [temporaryFolder(), ownProject()];
    const asked = join(project, "asked");
    writeFileSync(
      join(project, "mmconf.config.mjs"),
      `const file = { path: "a", content: "", hosts: [], target: "/a", owner: "root", mode: "0644", reload: [] };
export default { modules: [{ name: "slow", artefacts: () => [{ ...file, verify: ["sh", "-c", "touch '${asked}'; sleep 2", "/a"] }] }] };\n`,
    );
    const child = spawn(process.execPath, [resolve("bin/mmconf.js"), "verify", "--env", "tuned"], {
      cwd: project,
      env: { ...process.env, TMPDIR: temporary },
      stdio: "ignore",
    });
    const ended = new Promise<string | null>((done) => child.once("exit", (_code, signal) => done(signal)));
    while (!existsSync(asked)) await new Promise((go) => setTimeout(go, 20));
    expect(readdirSync(temporary).filter((name) => name.startsWith("mmconf-verify-"))).toHaveLength(1);
    child.kill("SIGTERM");
    expect(await ended).toBe("SIGTERM");
    expect(readdirSync(temporary)).toEqual([]);
  });
});
