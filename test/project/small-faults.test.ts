import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { initProject } from "../../src/project/init.js";
import { validate } from "../../src/rules/validate.js";
import { simulate } from "../../src/simulate/simulate.js";
import { Failure } from "../../src/text/failure.js";
import { mmconf, ownProject, temporaryFolder } from "../cli/mmconf.js";
import { loadOnBase, loadText, problemsOf } from "../inventory/from-text.js";

const rulesOf = (lines: string): readonly string[] => {
  const loaded = loadOnBase(lines);
  return loaded.ok ? [] : loaded.findings.map(({ rule, at }) => `${rule} ${at.file}:${at.line}`);
};

const fleetOf = (lines: string) => {
  const loaded = loadOnBase(lines);
  if (!loaded.ok) throw new Error(problemsOf(loaded).join("\n"));
  return loaded.fleet;
};

describe("init", () => {
  it("writes through no link", () => {
    const [folder, outside] = [temporaryFolder(), temporaryFolder()];
    symlinkSync(outside, join(folder, "inventories"));
    expect(() => initProject(folder, ".")).toThrow(Failure);
    expect(readdirSync(outside)).toEqual([]);
    expect(readdirSync(folder)).toEqual(["inventories"]);
  });

  it("has hooks that ask no registry", () => {
    const folder = temporaryFolder();
    initProject(folder, ".");
    const hooks = readFileSync(join(folder, ".pre-commit-config.yaml"), "utf8");
    expect(hooks.match(/entry: npx --no-install mmconf /g)).toHaveLength(2);
    expect(hooks).not.toMatch(/npx mmconf/);
  });
});

describe("an address", () => {
  const address = (text: string) => `app_servers: { app1: { address: ${JSON.stringify(text)} } }`;
  const bind = (text: string) => `haproxy: { listeners: { other: { bind: ${JSON.stringify(text)} } } }`;

  it.each([
    "[::1",
    "::1]",
    "999.1.1.1",
    "1.2.3",
    "01.2.3.4",
    "1::2::3",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "12345::",
    "[10.0.0.1]",
  ])("%s is none", (text) => {
    expect(rulesOf(address(text))).toEqual(["schema/value test.yaml:2"]);
  });

  it.each([
    "10.5.126.38",
    "app1.example.org",
    "1app",
    "::1",
    "[2001:db8::1]",
    "1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7::",
    "::ffff:10.0.0.1",
  ])("%s is one", (text) => {
    expect(rulesOf(address(text))).toEqual([]);
  });

  it.each(["999.1.1.1:80", "[::1:80", "[1::2::3]:80", "1.2.3:80", "x:0", "x:65536", "80"])(
    "%s is nowhere to listen",
    (text) => {
      expect(rulesOf(bind(text))).toEqual(["schema/value test.yaml:2"]);
    },
  );

  it.each([":81", "*:81", "0:81", "0.0.0.0:81", "[::1]:81", "[::]:81", "lb1:81"])("%s is", (text) => {
    expect(rulesOf(bind(text))).toEqual([]);
  });

  it.each([":10002", "*:10002", "0:10002", "0.0.0.0:10002"])(
    "%s is the one that 0.0.0.0:10002 is",
    (text) => {
      const { findings } = validate(fleetOf(bind(text)), { today: "2026-01-01" });
      expect(findings.filter(({ rule }) => rule === "haproxy/duplicate-bind")).toHaveLength(1);
    },
  );
});

describe("an inventory in YAML", () => {
  it.each([
    ["of version 1.1", "%YAML 1.1\n---\nextends: base.yaml\n", "schema/syntax 1"],
    ["with a tag of its core", "extends: base.yaml\ndescription: !!str 1\n", "schema/tag 2"],
    ["with !!int", "extends: base.yaml\nstorms: { spike: { requests: !!int 5 } }\n", "schema/tag 2"],
    ["with the tag that says nothing", "extends: base.yaml\ndescription: ! x\n", "schema/tag 2"],
    ["with a tag on a map", "extends: base.yaml\nkernel: !!map {}\n", "schema/tag 2"],
  ])("%s is refused at its place", (_what, text, told) => {
    const loaded = loadText(text);
    expect(loaded.ok ? [] : loaded.findings.map(({ rule, at }) => `${rule} ${at.line}`)).toEqual([told]);
  });

  it("may say that it is 1.2", () => {
    expect(problemsOf(loadText("%YAML 1.2\n---\nextends: base.yaml\n"))).toEqual([]);
  });
});

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

describe("validate", () => {
  it("says --env of an environment that is named as a file", () => {
    const { code, err } = mmconf(["validate", "prod"], ownProject());
    expect(code).toBe(2);
    expect(err).toMatch(/--env prod/);
  });

  it.each([
    ["a slug that no rule has", { today: "2026-01-01", only: ["typo"] }, /typo/],
    ["a day that is none", { today: "2026-13-40" }, /2026-13-40/],
  ])("of the library takes no %s", (_what, options, said) => {
    expect(() => validate(fleetOf(""), options)).toThrow(said);
    expect(() => validate(fleetOf(""), options)).toThrow(RangeError);
  });

  it("of the library takes no two rules of one slug", () => {
    const rule = {
      ...{ slug: "own/rule", severity: "info" as const, title: "", why: "", how: "", fix: "" },
      source: [],
      run: () => [],
    };
    expect(() => validate(fleetOf(""), { today: "2026-01-01", rules: [rule, rule] })).toThrow(/own\/rule/);
  });
});

describe("simulate", () => {
  it.each([
    { runs: 0 },
    { runs: -1 },
    { runs: 1.5 },
    { runs: Number.NaN },
    { runs: 1e9 },
    { seed: -1 },
    { seed: 0.5 },
  ])("of the library predicts nothing from %j", (options) => {
    expect(simulate(fleetOf(""), options)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/whole number/),
    });
  });
});

describe("a rule of one's own", () => {
  const config = (rules: string) => {
    const folder = ownProject();
    writeFileSync(
      join(folder, "mmconf.config.mjs"),
      `const rule = (slug) => ({ slug, severity: "info", title: "", why: "", how: "", fix: "", source: [], run: () => [] });\nexport default { ${rules} };\n`,
    );
    return mmconf(["validate", "--env", "tuned"], folder);
  };

  it.each([
    ["a built-in rule's", 'rules: [rule("capacity/app-slots")]', /capacity\/app-slots/],
    ["that of the inventory's shape", 'rules: [rule("schema/value")]', /schema\/value/],
    [
      "another's of its own",
      'rules: [rule("a/b")], modules: [{ name: "m", artefacts: () => [], rules: [rule("a/b")] }]',
      /a\/b/,
    ],
  ])("has a slug that is not %s", (_what, rules, said) => {
    const { code, out, err } = config(rules);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(said);
  });
});
