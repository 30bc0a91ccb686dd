import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
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
      err: expect.stringMatching(/has inventories\/prod\.yaml already: nothing was written/),
    });
    expect(() => readFileSync(join(project, "mmconf.schema.json"))).toThrow("ENOENT");
  });
});

describe("mmconf explain", () => {
  it("lists every rule, and tells one in full", () => {
    expect(mmconf(["explain"]).out).toMatch(/^capacity\/app-slots +error +The slots of an app server/m);
    const { out } = mmconf(["explain", "capacity/app-slots"]);
    expect(out).toMatch(/rule .*\n[\s\S]*why .*\n[\s\S]*how .*\n[\s\S]*mend .*\n[\s\S]*source /);
  });
});

describe("mmconf completion", () => {
  it.each(["bash", "zsh", "fish"])("%s: names commands and asks for environments", (shell) => {
    const { out, code } = mmconf(["completion", shell]);
    expect(code).toBe(0);
    expect(out).toContain("render");
    expect(out).toContain("mmconf completion environments");
  });

  it("gives a script that bash takes, and that completes environments", () => {
    const folder = temporaryFolder();
    const bin = join(folder, "mmconf");
    writeFileSync(bin, `#!/bin/sh\nexec ${process.execPath} ${process.cwd()}/bin/mmconf.js "$@"\n`, {
      mode: 0o755,
    });
    const script = `${mmconf(["completion", "bash"]).out}\nCOMP_WORDS=(mmconf render --env p); COMP_CWORD=3; _mmconf; echo "\${COMPREPLY[@]}"`;
    const said = execFileSync("bash", ["-c", script], {
      encoding: "utf8",
      env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
    });
    expect(said).toBe("prod\n");
  });
});

describe("what a project adds in mmconf.config.mjs", () => {
  const withConfig = (text: string): string => {
    const project = ownProject();
    writeFileSync(join(project, "mmconf.config.mjs"), text);
    return project;
  };

  it("is a check like the built-in ones", () => {
    const project = withConfig(`export default { checks: [{
      slug: "house/description", severity: "warning", title: "An environment says what it is.", why: "w", how: "h", mend: "m", source: [],
      run: (fleet) => [{ kind: "fault", subject: "description", message: "too short", why: "w", mend: "m", at: fleet.node.origin, figures: {} }],
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
    ["throws", "throw new Error('no such thing')", /mmconf\.config\.mjs can't be loaded: no such thing/],
  ])("is refused where it %s", (_title, text, said) => {
    const result = mmconf(["validate"], withConfig(text));
    expect(result).toMatchObject({ code: 2, err: expect.stringMatching(said) });
    expect(result.err).not.toMatch(/^\s+at /m);
  });
});
