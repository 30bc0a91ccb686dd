import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mmconf, ownProject } from "./mmconf.js";

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
    [
      "that of a runtime of its own",
      'rules: [rule("a/b")], runtimes: [{ key: "r", name: "r", schema: {}, bind: () => ({}), rules: [rule("a/b")] }]',
      /a\/b/,
    ],
  ])("has a slug that is not %s", (_what, rules, said) => {
    const { code, out, err } = config(rules);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(said);
  });
});
