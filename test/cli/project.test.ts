import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { initProject } from "../../src/project/init.js";
import { Failure } from "../../src/text/failure.js";
import { mmconf, ownProject, temporaryFolder } from "./mmconf.js";

describe("mmconf init", () => {
  it("starts a project that validates without a finding, and renders", () => {
    const folder = temporaryFolder();
    expect(mmconf(["init", "tier"], folder).code).toBe(0);
    const project = join(folder, "tier");
    expect(mmconf(["validate", "--fail-on", "info"], project).code).toBe(0);
    expect(mmconf(["render", "--env", "prod"], project).code).toBe(0);
    expect(mmconf(["render", "--all", "--check"], project).code).toBe(0);
    expect(readFileSync(join(project, "mmconf.schema.json"), "utf8")).toBe(mmconf(["schema"]).out);
  });

  it("writes nothing where one of its files is there already", () => {
    const project = ownProject();
    expect(mmconf(["init"], project)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/inventories\/prod\.yaml: nothing was written/),
    });
    expect(() => readFileSync(join(project, "mmconf.schema.json"))).toThrow("ENOENT");
  });

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

describe("mmconf explain", () => {
  it("lists every rule, and tells one in full", () => {
    expect(mmconf(["explain"]).out).toMatch(/^capacity\/app-slots +error +\w/m);
    const { out } = mmconf(["explain", "capacity/app-slots"]);
    expect(out).toMatch(/rule .*\n[\s\S]*why .*\n[\s\S]*how .*\n[\s\S]*fix .*\n[\s\S]*source /);
  });
});

describe("mmconf completion", () => {
  it.each(["bash", "zsh", "fish"])("%s: names commands and asks for environments", (shell) => {
    const { out, code } = mmconf(["completion", shell]);
    expect(code).toBe(0);
    expect(out).toContain("render");
    expect(out).toContain("mmconf completion environments");
  });

  it.each(["env", "compare"])("fish: asks for environments where --%s takes one", (option) => {
    const lines = mmconf(["completion", "fish"]).out.split("\n");
    const simulate = lines.find((line) => line.includes(`from simulate' -l ${option} `));
    expect(simulate).toMatch(/ -x -a '\(mmconf completion environments 2>\/dev\/null\)'$/);
  });

  /** What bash completes the last of `words` to, in a project. */
  const completed = (words: readonly string[], project: string): string => {
    const folder = temporaryFolder();
    const bin = join(folder, "mmconf");
    writeFileSync(bin, `#!/bin/sh\nexec ${process.execPath} ${process.cwd()}/bin/mmconf.js "$@"\n`, {
      mode: 0o755,
    });
    const script = `${mmconf(["completion", "bash"]).out}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}; _mmconf; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync("bash", ["-c", script], {
      cwd: project,
      encoding: "utf8",
      env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
    });
  };

  it("gives a script that bash takes, and that completes environments", () => {
    expect(completed(["mmconf", "render", "--env", "p"], ".")).toBe("prod\n");
    expect(completed(["mmconf", "diff", "t"], ".")).toBe("tuned\n");
    expect(completed(["mmconf", "rend"], ".")).toBe("render\n");
    expect(completed(["mmconf", "diff", "--exit"], ".")).toBe("--exit-code\n");
  });

  it("runs nothing that the name of an inventory holds, and quotes it", () => {
    const project = ownProject();
    for (const name of ["p$(touch ran)", "p`touch ran`", "p;touch ran", "p q"])
      writeFileSync(join(project, "inventories", `${name}.yaml`), "");
    for (const words of [
      ["mmconf", "render", "--env", "p"],
      ["mmconf", "diff", "p"],
    ])
      expect(completed(words, project).trimEnd().split("\n")).toEqual([
        "p\\ q",
        "p\\$\\(touch\\ ran\\)",
        "p\\;touch\\ ran",
        "p\\`touch\\ ran\\`",
        "prod",
      ]);
    expect(existsSync(join(project, "ran"))).toBe(false);
  });
});

const checkThat = (body: string): string =>
  `export default { rules: [{ slug: "house/x", severity: "error", title: "", why: "", how: "", fix: "", source: [], run: () => { ${body} } }] };`;

describe("what a project adds in mmconf.config.mjs", () => {
  const withConfig = (text: string): string => {
    const project = ownProject();
    writeFileSync(join(project, "mmconf.config.mjs"), text);
    return project;
  };

  it("is a check like the built-in ones", () => {
    const project = withConfig(`export default { rules: [{
      slug: "house/description", severity: "warning", title: "An environment says what it is.", why: "w", how: "h", fix: "m", source: [],
      run: (fleet) => [{ kind: "fault", subject: "description", message: "too short", why: "w", fix: "m", at: fleet.node.origin, figures: {} }],
    }] };`);
    expect(mmconf(["validate", "--env", "tuned", "--fail-on", "warning"], project)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/warning house\/description {2}tuned: too short/),
    });
    expect(mmconf(["explain", "house/description"], project).out).toMatch(/An environment says what it is\./);
  });

  it.each([
    ["has no default export", "export const x = 1;", /mmconf\.config\.mjs has no default export/],
    ["can't be loaded", "export default {", /mmconf\.config\.mjs can't be loaded/],
    ["throws", "\n\nthrow new Error('no such thing')", /can't be loaded: no such thing \(line 3\)/],
    ["throws what is no error", "throw null", /can't be loaded: null/],
    ["can't be parsed", "const x = 1;\nexport default { rules: [ };", /Unexpected token '}' \(line 2\)/],
    ["imports what is not there", 'import "./nowhere.mjs";', /can't be loaded: Cannot find module/],
    ["exports a list", "export default [];", /has no default export/],
    ["exports null", "export default null;", /has no default export/],
    ["has checks that are no list", "export default { rules: 5 };", /mmconf\.config\.mjs: rules .* list/],
    ["has a check that is none", "export default { rules: [{}] };", /rules\[0\] .*: a rule has a slug/],
    [
      "has a key that nothing reads",
      "export default { checks: [] };",
      /mmconf\.config\.mjs: there is no checks: .*rules/,
    ],
    ["has a key misspelt", "export default { rule: [] };", /there is no rule: did you mean rules\?/],
    ["has a module that is none", "export default { modules: [1] };", /modules\[0\] .*: a module has a name/],
    ["waits for ever", "await new Promise(() => {});", /mmconf\.config\.mjs never .*await/],
    [
      "has a check that throws",
      checkThat("throw new Error('oh')"),
      /its rule house\/x failed: oh \(line 1\)/,
    ],
    ["has a check that gives nothing", checkThat("return 1"), /house\/x .*no list of results/],
  ])("is refused where it %s", (_title, text, said) => {
    const result = mmconf(["validate"], withConfig(text));
    expect(result).toMatchObject({ code: 2, err: expect.stringMatching(said) });
    expect(result.err.trimEnd().split("\n")).toHaveLength(1);
  });

  it("is a module whose fault is told as the project's", () => {
    const project = withConfig(
      'export default { modules: [{ name: "m", artefacts: () => { throw new Error("oh"); } }] };',
    );
    expect(mmconf(["render", "--env", "tuned"], project)).toMatchObject({
      code: 2,
      err: "mmconf: mmconf.config.mjs: its module m failed: oh (line 1)\n",
    });
  });

  it("is a module that has its own command asked, whichever program that is", () => {
    const project = withConfig(`export default { modules: [{ name: "house", artefacts: () => [{
      path: "house.conf", content: "a = 1\\n", hosts: ["h"], target: "/etc/house.conf", owner: "root:root", mode: "0644", reload: [],
      verify: ["python3", "-c", "import sys; print('warning:', open(sys.argv[1]).read())", "/etc/house.conf"],
    }] }] };`);
    expect(mmconf(["verify", "--env", "prod"], project).out).toMatch(
      /accepted +prod\/house\.conf {2}\(python3\)\n +warning: a = 1/,
    );
  });

  it.each([
    [
      "consequences that are no list",
      ["diff", "before", "prod", "--format", "text"],
      "consequences: () => 5",
    ],
    ["moves that throw", ["tune", "--env", "prod", "--runs", "1"], "moves: () => { throw new Error('oh') }"],
  ])("is a module whose %s are told as the project's fault", (_what, args, body) => {
    const project = withConfig(
      `export default { modules: [{ name: "house", artefacts: () => [], ${body} }] };`,
    );
    expect(mmconf(args, project)).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /mmconf\.config\.mjs: its module house (?:failed: oh|returns no list of figures)/,
      ),
    });
  });

  it("does not keep the process: a timer that it leaves running ends with it", () => {
    const project = withConfig("setInterval(() => {}, 1000); export default {};");
    expect(mmconf(["validate", "--env", "tuned"], project).code).toBe(0);
  });

  it("does not run for a completion, which is asked for wherever somebody presses a key", () => {
    const project = withConfig("throw new Error('ran')");
    expect(mmconf(["completion", "environments"], project)).toMatchObject({ code: 0, err: "" });
  });
});

describe("mmconf validate", () => {
  it("says --env of an environment that is named as a file", () => {
    const { code, err } = mmconf(["validate", "prod"], ownProject());
    expect(code).toBe(2);
    expect(err).toMatch(/--env prod/);
  });
});
