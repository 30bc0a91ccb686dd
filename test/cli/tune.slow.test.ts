import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mmconf, ownProject, TODAY } from "./mmconf.js";

const tune = (args: readonly string[], cwd?: string) =>
  mmconf(["tune", "--runs", "1", ...TODAY, ...args], cwd);

describe("mmconf tune", () => {
  it("proposes values with their arithmetic, and tells what they do", () => {
    const { out, code, err } = tune(["--env", "prod"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^prod, tuned for release-day$/m);
    expect(out).toMatch(
      /^ {2}proxies\.proxy03\.haproxy\.listeners\.mirror-lists\.server\.maxconn: (?:unset|not set|none) -> 37\n {6}100 slots - 6 health checks = 94; 40 % of 94 is 37\.6: 37$/m,
    );
    expect(out).toMatch(/^ {2}findings +13 +0$/m);
    expect(out).toMatch(/every rule passes, and the storm is served\n$/);
  });

  it("is JSON for programs, and the same for the same seed", () => {
    const args = ["--env", "prod", "--format", "json", "--seed", "3"];
    const { out } = tune(args);
    expect(JSON.parse(out)).toMatchObject({
      environment: "prod",
      storm: "release-day",
      seed: 3,
      runs: 1,
      serves: true,
      proposals: expect.arrayContaining([
        expect.objectContaining({
          path: "haproxy.listeners.mirror-lists.server.maxconn",
          before: 25,
          value: 11,
          because: expect.stringMatching(/12 % of 94/),
        }),
      ]),
      before: { answered: { mean: 1 } },
      after: { answered: { mean: 1 } },
      remaining: [],
      missing: null,
    });
    expect(tune(args).out).toBe(out);
  });

  it("writes an inventory that extends the environment's and passes every rule", () => {
    const project = ownProject();
    const { code, err } = tune(["--env", "prod", "--write", "inventories/proposal.yaml"], project);
    expect(code).toBe(0);
    expect(err).toMatch(/^wrote .*inventories\/proposal\.yaml$/m);
    const text = readFileSync(join(project, "inventories/proposal.yaml"), "utf8");
    expect(text).toMatch(/^extends: prod\.yaml$/m);
    expect(text).toMatch(/^ +# 100 slots - 6 health checks = 94; 40 % of 94 is 37\.6: 37\n +maxconn: 37$/m);
    expect(mmconf(["validate", "--env", "proposal", "--fail-on", "info", ...TODAY], project).code).toBe(0);
    expect(mmconf(["diff", "tuned", "proposal"], project)).toEqual({ code: 0, out: "", err: "" });
    expect(readdirSync(join(project, "inventories")).sort()).toEqual([
      "before.yaml",
      "prod.yaml",
      "proposal.yaml",
      "tuned.yaml",
    ]);
  });

  it("finds the environment's file from wherever it writes", () => {
    const project = ownProject();
    mkdirSync(join(project, "proposals/2026"), { recursive: true });
    tune(["--env", "prod", "--write", "proposals/2026/prod.yaml"], project);
    expect(readFileSync(join(project, "proposals/2026/prod.yaml"), "utf8")).toMatch(
      /^extends: \.\.\/\.\.\/inventories\/prod\.yaml$/m,
    );
    expect(mmconf(["validate", "proposals/2026/prod.yaml", ...TODAY], project).code).toBe(0);
  });

  it("writes down what --set gave it to tune", () => {
    const project = ownProject();
    const sets = [
      "mirrorlist.wsgi.processes=50",
      "mirrorlist.wsgi.memory_per_process=55MiB",
      "haproxy.listeners.pkgdb=null",
    ].flatMap((set) => ["--set", set]);
    tune(["--env", "prod", "--write", "inventories/small.yaml", ...sets], project);
    const text = readFileSync(join(project, "inventories/small.yaml"), "utf8");
    expect(text).toMatch(/^ {4}# given with --set\n {4}processes: 50$/m);
    expect(text).toMatch(/# 50 slots - 6 health checks = 44; 40 % of 44 is 17\.6: 17$/m);
    expect(mmconf(["validate", "--env", "small", ...TODAY], project).code).toBe(0);
    expect(mmconf(["render", "--env", "small", "--stdout", ...TODAY], project).out).not.toMatch(/pkgdb/);
  });

  it("does not move what --set gives, and says what it would be", () => {
    const project = ownProject();
    const balance = "haproxy.listeners.mirror-lists.balance";
    const args = ["--env", "prod", "--set", `${balance}=roundrobin`];
    const { out, code } = tune([...args, "--write", "inventories/round.yaml"], project);
    expect(code).toBe(1);
    expect(out).toMatch(/^not changed, as --set .*$/m);
    expect(out).toContain(`  ${balance}: roundrobin -> leastconn\n`);
    expect(out).toMatch(/^warning haproxy\/queue-at-failover: /m);
    const { kept, proposals } = JSON.parse(tune([...args, "--format", "json"], project).out);
    expect(kept).toMatchObject([{ pin: balance, path: balance, before: "roundrobin", value: "leastconn" }]);
    expect(proposals.map(({ path }: { path: string }) => path)).not.toContain(balance);
    expect(readFileSync(join(project, "inventories/round.yaml"), "utf8")).toMatch(
      /# given with --set\n +balance: roundrobin$/m,
    );
  });

  it("does not move what --set gives as it stands already, for a range of hosts too", () => {
    const set = "backups.app[5-6].mirrorlist.wsgi.processes=45";
    const { kept } = JSON.parse(tune(["--env", "before", "--format", "json", "--set", set]).out);
    const held = ["app5", "app6"].map((name) => `backups.${name}.mirrorlist.wsgi.processes`);
    expect(kept.map(({ pin, path }: Record<string, unknown>) => [pin, path])).toEqual(
      held.map((path) => [path, path]),
    );
  });

  it("takes the place of its own files, and of no others", () => {
    const project = ownProject();
    const file = join(project, "inventories/mine.yaml");
    writeFileSync(file, "extends: prod.yaml\n");
    const args = ["--env", "prod", "--write", "inventories/mine.yaml"];
    expect(tune(args, project)).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringMatching(/mine\.yaml was not written by mmconf tune: .*--force/),
    });
    expect(readFileSync(file, "utf8")).toBe("extends: prod.yaml\n");
    expect(tune([...args, "--force"], project).code).toBe(0);
    expect(tune(args, project).code).toBe(0);
  });

  it("does not write over what it would extend, by whatever name", () => {
    const project = ownProject();
    symlinkSync("prod.yaml", join(project, "inventories/link.yaml"));
    for (const name of ["prod", "before", "link"]) {
      const { code, err } = tune(
        ["--env", "prod", "--write", `inventories/${name}.yaml`, "--force"],
        project,
      );
      expect(code).toBe(2);
      expect(err).toMatch(/the proposal extends/);
    }
    expect(tune(["--env", "prod", "--write", "inventories/prod.json"], project).err).toMatch(
      /ends in \.yaml/,
    );
  });

  it("tells a fleet that is too small how many slots are missing, and writes nothing", () => {
    const project = ownProject();
    writeFileSync(
      join(project, "inventories/small.yaml"),
      `extends: prod.yaml
mirrorlist: { wsgi: { processes: 50, memory_per_process: 55MiB } }
storms: { release-day: { requests: 12000, over: 60s, patience: 20s } }
`,
    );
    const { code, out, err } = tune(["--env", "small", "--write", "inventories/no.yaml"], project);
    expect(code).toBe(1);
    expect(out.replaceAll(/\s+/g, " ")).toMatch(
      /no values serve release-day: it needs 3\d\d slots, and the 5 active app servers have 250: \d\d are missing\. 6\d processes .*; or 7 app servers/,
    );
    expect(err).toMatch(/nothing was written/);
    expect(existsSync(join(project, "inventories/no.yaml"))).toBe(false);
  });

  it("tells what more than values it takes", () => {
    const { code, out } = tune(["--env", "prod", "--set", "haproxy.listeners.mirror-lists.retries=0"]);
    expect(code).toBe(1);
    expect(out).toMatch(/^warning haproxy\/redispatch/m);
    expect(out).toMatch(/the storm is served; 1 finding [^\n]*\n$/);
  });

  it("says what it can't do", () => {
    for (const [args, words] of [
      [["--env", "nowhere"], /no environment nowhere/],
      [["--env", "*"], /--env takes one environment .*\* .*before, prod/],
      [["--env", "prod", "--storm", "flood"], /no storm flood: there are release-day/],
      [["--env", "prod", "--seed", "x"], /--seed x is not a whole number/],
      [["--env", "prod", "--set", "nonsense"], /prod can't be read/],
      [["--env", "prod", "--write", "no/such/folder/x.yaml"], /can't write .*it does not exist/],
    ] as const) {
      const { code, err } = tune(args);
      expect(err).toMatch(words);
      expect(code).toBe(2);
    }
  });
});
