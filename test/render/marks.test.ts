import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allTargets } from "../../src/api/built-in.js";
import { templatesFrom } from "../../src/disk/templates.js";
import { annotate, renderFleet, traceFleet } from "../../src/render/render.js";
import { fillTemplate, traceTemplate } from "../../src/render/template.js";
import { token } from "../../src/render/token.js";
import { loadOnBase, problemsOf } from "../inventory/from-text.js";

const AT = { file: "a.yaml", line: 1, column: 1, endColumn: 2, path: "a" };

describe("a character that lines are marked with", () => {
  it.each([
    ["HAProxy", "haproxy: { defaults: { directives: ", "fron\ufdd2tend evil"],
    ["HAProxy", "haproxy: { defaults: { directives: ", "a \ufdd07\ufdd1b\ufdd39\ufdd4c\ufdd5d\ufdd5"],
    ["Apache", "apache: { directives: ", "\ufdd2<Location />"],
    ["Apache", "apache: { directives: ", "LogLevel warn \\\ufdd2"],
  ])("stays what it is in a raw line of %s, annotated or not", (_daemon, open, line) => {
    const loaded = loadOnBase(`${open}[${JSON.stringify(line)}]${open.includes("defaults") ? " } }" : " }"}`);
    if (!loaded.ok) throw new Error(problemsOf(loaded).join("\n"));
    const templates = templatesFrom(undefined);
    const plain = renderFleet(loaded.fleet, allTargets, templates, "0");
    const { result, sourcesOf } = traceFleet(loaded.fleet, allTargets, templates, "0");
    if (!plain.ok || !result.ok) throw new Error("it does not render");
    expect(result.rendered).toEqual(plain.rendered);
    expect(plain.rendered.artefacts.some(({ content }) => content.includes(line))).toBe(true);
    for (const artefact of result.rendered.artefacts) {
      const lines = annotate(artefact, sourcesOf).content.split("\n");
      expect(lines.filter((text) => !/^\s*#/.test(text))).toEqual(
        artefact.content.split("\n").filter((text) => !/^\s*#/.test(text)),
      );
    }
  });

  it("is told apart from a mark, in a value, in a name and in a template", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3", "\ufdd4", "\ufdd5", "1", "\n"),
    });
    fc.assert(
      fc.property(text, text, text, (value, plain, written) => {
        const templates = () => ({ file: "t.hbs", text: `${written}{{value}}${written}\n{{plain}}\n` });
        const view = { value: token(value, AT), plain };
        const { content, lines } = traceTemplate(templates, "t", view);
        expect(content).toBe(fillTemplate(templates, "t", view));
        expect(lines.flatMap(({ tokens }) => tokens.map((one) => one.text))).toEqual([value]);
      }),
    );
  });
});

describe("half of a surrogate pair", () => {
  const half = '"\\ud83d"';

  it.each([
    ["in a raw line", `haproxy: { defaults: { directives: [${half}] } }`],

    ["in prose", 'description: "a \\ud83d\\ud83d b"'],
    ["in a key", `storms: { ${half}: { requests: 1, over: 1s, service_time: { mean: 1s } } }`],
    ["the last half", 'description: "\\ude00"'],
  ])("%s is refused at its place", (_where, lines) => {
    const loaded = loadOnBase(lines);
    const told = loaded.ok ? [] : loaded.findings.map(({ rule, at }) => `${rule} ${at.file}:${at.line}`);
    expect(told).toEqual([expect.stringMatching(/^schema\/(?:syntax|key) test\.yaml:2$/)]);
  });

  it("is none where the other half follows", () => {
    const loaded = loadOnBase('description: "\\ud83d\\ude00"');
    expect(loaded.ok && loaded.fleet.description).toBe("😀");
  });

  it("is not rendered by a module of one's own, as it can't be written", () => {
    const loaded = loadOnBase("");
    if (!loaded.ok) throw new Error(problemsOf(loaded).join("\n"));
    const artefact = {
      path: "a",
      hosts: [],
      target: "/a",
      owner: "root",
      mode: "0644",
      verify: [],
      reload: [],
    };
    const module = { name: "own", artefacts: () => [{ ...artefact, content: "\ud83d" }] };
    expect(renderFleet(loaded.fleet, [module], templatesFrom(undefined), "0")).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/^a holds half of a surrogate pair/),
    });
  });
});
