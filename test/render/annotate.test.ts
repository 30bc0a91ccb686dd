import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { allTargets } from "../../src/api/built-in.js";
import { loadInventory } from "../../src/api/load.js";
import { templatesFrom } from "../../src/disk/templates.js";
import { annotate, traceFleet } from "../../src/render/render.js";
import { formatWhy } from "../../src/report/findings/why.js";

/** A base of one setting under a name that means harm. */
const traced = (name: string) => {
  const files: Readonly<Record<string, string>> = {
    "e.yaml": `extends: ${JSON.stringify(name)}\n`,
    [name]: "extends: base.yaml\nhaproxy: { global: { maxconn: 4097 } }\n",
    "base.yaml": readFileSync("test/rules/cases/base.yaml", "utf8"),
  };
  const loaded = loadInventory("e.yaml", {
    read: (file) => {
      const text = files[file];
      return text === undefined ? { ok: false, reason: "it does not exist" } : { ok: true, text };
    },
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));
  const { result, sourcesOf } = traceFleet(loaded.fleet, allTargets, templatesFrom(undefined), "0");
  const artefact = result.ok && result.rendered.artefacts.find(({ path }) => path.endsWith("haproxy.cfg"));
  if (!artefact) throw new Error("it renders no haproxy.cfg");
  return { artefact, sourcesOf, sources: loaded.sources };
};

describe("the name of an inventory that another extends", () => {
  it("stays in the comment that names it", () => {
    const { artefact, sourcesOf } = traced("x\nlisten evil\n    bind :1\n#.yaml");
    const directives = (text: string) =>
      text.split(/\r\n|[\n\r\u0085\u2028\u2029]/).filter((line) => !/^\s*#/.test(line));
    expect(directives(annotate(artefact, sourcesOf).content)).toEqual(directives(artefact.content));
  });

  it("is no command to the terminal that asks why", () => {
    const { artefact, sourcesOf, sources } = traced("\u009b1m\u202e##[error]x.yaml");
    const lines = artefact.content.split("\n");
    const line = lines.findIndex((text) => text.includes("maxconn 4097"));
    const source = sourcesOf(artefact)?.[line];
    if (source === undefined) throw new Error("its line has no source");
    const why = formatWhy({ path: artefact.path, line: line + 1, text: lines[line] ?? "", source }, sources, {
      color: false,
      columns: 100,
    });
    expect(why).toContain("x.yaml:2:22");
    expect(why).not.toMatch(/[\u009b\u202e]|##\[/);
  });
});
