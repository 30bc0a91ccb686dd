import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { beforeEach, describe, expect, it } from "vitest";
import { loadInventory } from "../../src/api/load.js";
import { problemsOf } from "../inventory/from-text.js";

const { cache } = createRequire(import.meta.url);
const loadedFiles = () => Object.keys(cache).filter((file) => file.includes("/node_modules/yaml/"));

const load = (file: string, sets: readonly string[] = [], text?: string) =>
  loadInventory(file, {
    read: (name) => ({ ok: true, text: name === file && text ? text : readFileSync(name, "utf8") }),
    sets,
  });

describe("the yaml package, which takes its time to load", () => {
  beforeEach(() => {
    for (const file of loadedFiles()) delete cache[file];
  });

  it.each(["before", "prod", "tuned"])("is not loaded for %s and what it extends", (name) => {
    expect(problemsOf(load(`inventories/${name}.yaml`))).toEqual([]);
    expect(loadedFiles()).toEqual([]);
  });

  it.each([
    "mirrorlist.wsgi.processes=80",
    "haproxy.version=1.4",
    "storms=null",
    "haproxy.listeners.mirror-lists.timeout={ queue: 9s }",
    'haproxy.listeners.mirror-lists.hosts=["app[1-6]", app7]',
  ])("is not loaded for --set %s", (set) => {
    expect(problemsOf(load("inventories/prod.yaml", [set]))).toEqual([]);
    expect(loadedFiles()).toEqual([]);
  });

  it("is not loaded for JSON", () => {
    const text = JSON.stringify({ extends: "prod.yaml", mirrorlist: { wsgi: { processes: 80 } } }, null, 2);
    expect(problemsOf(load("inventories/json.json", [], text))).toEqual([]);
    expect(loadedFiles()).toEqual([]);
  });

  it("is not loaded for lines that end as on Windows", () => {
    const text = readFileSync("inventories/prod.yaml", "utf8").replaceAll("\n", "\r\n");
    expect(problemsOf(load("inventories/windows.yaml", [], text))).toEqual([]);
    expect(loadedFiles()).toEqual([]);
  });

  it("is loaded for an anchor", () => {
    expect(problemsOf(load("inventories/anchor.yaml", [], "extends: &base prod.yaml\n"))).toEqual([]);
    expect(loadedFiles()).not.toEqual([]);
  });
});
