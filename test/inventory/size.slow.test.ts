import { describe, expect, it } from "vitest";
import { nodeAt, toPlain } from "../../src/yaml/node.js";
import { parseInventory } from "../../src/yaml/parse.js";
import { loadText, problemsOf } from "./from-text.js";

const HOSTS = Array.from({ length: 100_000 }, (_, i) => `app${i + 1}`);
const ENTRY = { address: "10.5.126.38", memory: "4GiB", base_memory: "700MiB", reserve_memory: "64MiB" };

const told = (text: string): string[] =>
  parseInventory(text, "big.yaml").problems.map(
    ({ rule, at, message }) => `${rule} ${at.line}:${at.column} ${message}`,
  );

describe("an inventory of 100,000 hosts, each written out", () => {
  it.each([
    [
      "as YAML",
      `app_servers:\n${HOSTS.map((host) => `  ${host}: { address: 10.5.126.38, memory: 4GiB }\n`).join("")}`,
      { line: 100_001, column: 38, endColumn: 50 },
    ],
    [
      "as JSON",
      JSON.stringify({ app_servers: Object.fromEntries(HOSTS.map((host) => [host, ENTRY])) }, null, 1),
      { line: 599_999, column: 4, endColumn: 20 },
    ],
  ])("is read %s, every value at its place", (_title, text, place) => {
    const { root, problems } = parseInventory(text, "big.yaml");
    expect(problems).toEqual([]);
    const memory = nodeAt(root, "app_servers", "app100000", "memory");
    expect(memory).toMatchObject({ value: "4GiB" });
    expect(memory?.origin).toEqual({ ...place, file: "big.yaml", path: "app_servers.app100000.memory" });
  });
});

describe("a file that no person could have meant", () => {
  it("is refused for its length", () => {
    expect(told("#".repeat(64 * 1024 * 1024 + 1))).toEqual([
      "schema/size 1:1 big.yaml has 67,108,865 characters; the limit is 67,108,864",
    ]);
  });

  it("is refused for its values", () => {
    expect(told(`a: [${"0,".repeat(2_000_000)}]`)).toEqual([
      "schema/size 1:1 big.yaml holds more than 2,000,000 values: more than any inventory",
    ]);
  });

  it("is refused where its YAML is not plain, which would take much memory to read", () => {
    expect(told(`a: [${"0,".repeat(1_000_000)}]\nb:\n  - &x 1\nc: [${"0,".repeat(1_000_000)}]`)).toEqual([
      expect.stringMatching(/^schema\/size 3:5 big\.yaml holds more than 2,000,000 lines, brackets, /),
    ]);
  });
});

describe("a few lines that multiply", () => {
  const tier = (listeners: number, listener: object) => ({
    mmconf: 1,
    proxies: { p1: {} },
    app_servers: { "app[1-100000]": {} },
    haproxy: {
      version: "2.6",
      listeners: Object.fromEntries(Array.from({ length: listeners }, (_, at) => [`l${at}`, listener])),
    },
  });
  const problems = (inventory: object) => problemsOf(loadText(JSON.stringify(inventory)));

  it.each([
    ["hosts behind listeners", { bind: ":80" }],
    ["hosts named behind listeners", { bind: ":80", hosts: ["app[1-100000]", "app1"] }],
  ])("%s are told once, and not laid out", (_title, listener) => {
    expect(problems(tier(300, listener))).toEqual([
      expect.stringMatching(/^schema\/size .* listeners name more than 2,000,000 servers/),
    ]);
  });
});

describe("a file of many aliases", () => {
  const MANY = 50_000;
  const aliases = (to: (index: number) => string) =>
    Array.from({ length: MANY }, (_, index) => `k${index}: *${to(index)}\n`).join("");

  it.each([
    ["of one anchor", `k: &a v\n${aliases(() => "a")}`, "schema/alias 10002:1 aliases make this file grow"],
    ["of anchors that are not there", aliases((index) => `a${index}`), "schema/alias 1:1 alias *a0 has no"],
  ])("%s is read once, not once for each", (_title, text, expected) => {
    expect(told(text)[0]?.startsWith(expected)).toBe(true);
  });

  it("has each of them stand for the last anchor of its name before it", () => {
    const { root, problems } = parseInventory("a: &x 1\nb: [*x, &x 2, *x]\nc: *x\nd: &x 3\n", "a.yaml");
    expect(problems).toEqual([]);
    expect(toPlain(root)).toEqual({ a: 1, b: [1, 2, 2], c: 2, d: 3 });
  });
});
