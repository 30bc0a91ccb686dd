import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { allTargets } from "../../src/api/built-in.js";
import { loadInventory } from "../../src/api/load.js";
import { templatesFrom } from "../../src/disk/templates.js";
import { renderFleet, traceFleet } from "../../src/render/render.js";
import { traceTemplate } from "../../src/render/template.js";
import { token } from "../../src/render/token.js";
import { formatPlace } from "../../src/yaml/place.js";

const templates = templatesFrom(undefined);

const trace = (environment: string) => {
  const loaded = loadInventory(`inventories/${environment}.yaml`, {
    read: (file) => ({ ok: true, text: readFileSync(file, "utf8") }),
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));
  const plain = renderFleet(loaded.fleet, allTargets, templates, "0");
  const traced = traceFleet(loaded.fleet, allTargets, templates, "0");
  if (!plain.ok || !traced.result.ok) throw new Error("it does not render");
  return {
    plain: plain.rendered,
    traced: traced.result.rendered,
    sourcesOf: traced.sourcesOf,
    files: loaded.sources,
  };
};

describe.each(["before", "prod", "tuned"])("the lines of %s", (environment) => {
  const { plain, traced, sourcesOf, files } = trace(environment);

  it("are the same whether they are traced or not", () => {
    expect(traced).toEqual(plain);
  });

  it("each have a source: every value its place or its default, and the rest the template's line", () => {
    for (const artefact of traced.artefacts) {
      const lines = artefact.content.replace(/\n$/, "").split("\n");
      const sources = sourcesOf(artefact);
      expect(sources).toHaveLength(lines.length);
      for (const [index, text] of lines.entries()) {
        const source = sources?.[index];
        if (source === undefined) throw new Error(`${artefact.path}:${index + 1} has no source`);
        let rest = text;
        for (const { text: value, origins, because } of source.tokens) {
          expect(rest).toContain(value);
          rest = rest.replace(value, "");
          expect(origins.length).toBeGreaterThan(0);
          for (const { file, line } of origins) expect(files.get(file)?.split("\n")[line - 1]).toMatch(/\S/);
          expect(because).not.toBe("set");
        }
        const written =
          readFileSync(source.template.file.replace("mmconf/", ""), "utf8").split("\n")[
            source.template.line - 1
          ] ?? "";
        for (const word of rest.split(/\s+/)) expect(written).toContain(word);
      }
    }
  });
});

describe("the source of a line", () => {
  const { traced, sourcesOf } = trace("prod");
  const sourceOf = (file: string, pattern: RegExp) => {
    const artefact = traced.artefacts.find((one) => one.path.endsWith(`/${file}`));
    const index = artefact?.content.split("\n").findIndex((line) => pattern.test(line)) ?? -1;
    const source = artefact && sourcesOf(artefact)?.[index];
    return source?.tokens.map(
      (one) => `${one.text.trim()} ${one.because ?? one.origins.map(formatPlace).join(" ")}`,
    );
  };

  it("tells the file that extends from the one that is extended", () => {
    expect(sourceOf("haproxy.cfg", /timeout connect 60s/)).toEqual([
      "timeout connect 60s inventories/prod.yaml:9:18",
    ]);
    expect(sourceOf("haproxy.cfg", /timeout connect 5s/)).toEqual([
      "timeout connect 5s inventories/before.yaml:28:16",
    ]);
  });

  it("is each word's own on a line of several", () => {
    expect(sourceOf("haproxy.cfg", /app5 app5:80 backup.*maxconn/)?.slice(-5)).toEqual([
      "check inventories/before.yaml:40:27",
      "inter 10s inventories/before.yaml:42:21",
      "rise 2 inventories/before.yaml:40:51",
      "fall 3 inventories/before.yaml:40:60",
      "maxconn 25 inventories/prod.yaml:11:17",
    ]);
  });

  it("is a default, said whose, where nobody wrote the value", () => {
    expect(sourceOf("mirrorlist_server.conf", /max_children/)).toEqual([
      "max_children = 40 socketserver's default",
    ]);
  });
});

describe("a traced template", () => {
  const at = (line: number) => ({ file: "a.yaml", line, column: 1, endColumn: 2, path: "x" });
  const linesOf = (text: string, view: Parameters<typeof traceTemplate>[2]) => {
    const { content, lines } = traceTemplate(() => ({ file: "t.hbs", text }), "t", view);
    return content
      .split("\n")
      .slice(0, lines.length)
      .map((line, index) => `${lines[index]?.template.line} ${line}`);
  };

  it("keeps count of its lines through blocks, white space control and values", () => {
    const text =
      "one\n{{#each list}}\n  item {{this}}\n{{/each}}\n\n{{#if no}}\nnever\n{{else}}\nelse\n{{/if}}\n{{first}}{{second}}\nlast\n";
    const view = {
      list: [token("a", at(1)), token("b", at(2))],
      no: false,
      first: token("x", at(3)),
      second: token("y", at(4)),
    };
    expect(linesOf(text, view)).toEqual([
      "1 one",
      "3   item a",
      "3   item b",
      "5 ",
      "9 else",
      "11 xy",
      "12 last",
    ]);
  });

  it("counts blank lines that belong to nothing but the template", () => {
    expect(linesOf("\n\na\n\n{{~x}}\n", { x: token("v", at(1)) })).toEqual(["1 ", "2 ", "3 av"]);
  });
});
