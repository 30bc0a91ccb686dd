import { describe, expect, it } from "vitest";
import { allRules, builtIn } from "../../src/api/built-in.js";
import { differingLeaves, withLeaves } from "../../src/diff/leaves.js";
import { rolloutOrder } from "../../src/diff/partial.js";
import type { MapNode } from "../../src/yaml/node.js";
import { nodeAt, toPlain } from "../../src/yaml/node.js";
import { parseInventory } from "../../src/yaml/parse.js";
import { small } from "./fleets.js";

const listener = (settings: string): string => `haproxy: { listeners: { mirror-lists: { ${settings} } } }`;

describe("the values that two inventories do not share", () => {
  const leaves = (before: string, after: string) =>
    differingLeaves(small(before).node, small(after).node).map(({ path, before: a, after: b }) => [
      path.join("."),
      a && toPlain(a),
      b && toPlain(b),
    ]);

  it.each([
    ["none of one inventory", "", "", []],
    ["a scalar", "", "haproxy: { global: { maxconn: 9 } }", [["haproxy.global.maxconn", 4000, 9]]],
    ["one that comes", "", "apache: { ServerLimit: 9 }", [["apache.ServerLimit", undefined, 9]]],
    ["one that goes", "", "apache: { ListenBackLog: null }", [["apache.ListenBackLog", 511, undefined]]],
    [
      "a map that comes, value by value",
      "",
      "accept: []\nmirrorlist: { site: { script: /s.wsgi, urls: [/a] } }",
      [
        ["mirrorlist.site.script", undefined, "/s.wsgi"],
        ["mirrorlist.site.urls", undefined, ["/a"]],
        ["accept", undefined, []],
      ],
    ],
    [
      "a list, whole",
      "apache: { directives: [LogLevel warn] }",
      "apache: { directives: [LogLevel info] }",
      [["apache.directives", ["LogLevel warn"], ["LogLevel info"]]],
    ],
    [
      "nothing of an equal list",
      "apache: { directives: [LogLevel warn] }",
      "apache: { directives: [LogLevel warn] }",
      [],
    ],
    [
      "a list that takes the place of a scalar",
      listener("bind: '10.0.0.1:80'"),
      listener("bind: ['10.0.0.1:80', ':81']"),
      [["haproxy.listeners.mirror-lists.bind", "10.0.0.1:80", ["10.0.0.1:80", ":81"]]],
    ],
  ])("are %s", (_what, before, after, expected) => {
    expect(leaves(before, after)).toEqual(expected);
  });

  it("are none of an inventory and itself", () => {
    const { node } = small();
    expect(differingLeaves(node, node)).toEqual([]);
  });

  it("are the whole where a map takes the place of a value, or a value of a map", () => {
    const rootOf = (text: string) => parseInventory(text, "test.yaml").root;
    const [map, value] = [rootOf("a: { b: 1, c: 2 }\n"), rootOf("a: 1\n")];
    const paths = (from: MapNode, to: MapNode) => differingLeaves(from, to).map(({ path }) => path.join("."));
    expect(paths(map, value)).toEqual(["a"]);
    expect(paths(value, map)).toEqual(["a"]);
    expect(toPlain(withLeaves(map, differingLeaves(map, value)))).toEqual({ a: 1 });
    expect(toPlain(withLeaves(value, differingLeaves(value, map)))).toEqual({ a: { b: 1, c: 2 } });
  });

  it("bring a map that was not there, where its first value stands", () => {
    const after = small("mirrorlist: { site: { script: /s.wsgi, urls: [/a] } }");
    const made = withLeaves(small().node, differingLeaves(small().node, after.node));
    expect(nodeAt(made, "mirrorlist", "site")).toMatchObject({
      kind: "map",
      origin: nodeAt(after.node, "mirrorlist", "site", "script")?.origin,
    });
  });

  it("take away a value, and nothing beside it", () => {
    const [before, after] = [small("apache: { ServerLimit: 9 }"), small()];
    const made = withLeaves(before.node, differingLeaves(before.node, after.node));
    expect(toPlain(made)).toEqual(toPlain(after.node));
  });

  it("make the one of the other", () => {
    const [before, after] = [
      small("apache: { directives: [LogLevel warn] }"),
      small("mirrorlist: { site: { script: /s.wsgi, urls: [/a] } }\nstorms: null"),
    ];
    const made = withLeaves(before.node, differingLeaves(before.node, after.node));
    expect(toPlain(made)).toMatchObject({ ...(toPlain(after.node) as object), storms: {} });
    expect(made.entries.get("apache")).toMatchObject({ kind: "map" });
    expect(made.entries.get("mirrorlist")).toMatchObject({ kind: "map" });
  });
});

describe("the parts of a change", () => {
  const order = (before: string, after: string) =>
    rolloutOrder(small(before), small(after), { rules: allRules, targets: builtIn })?.order;

  it("are what is rendered, by its setting wherever it stands", () => {
    const text = [
      "proxies: { proxy1: { haproxy: { global: { maxconn: 3000 } }, memory: 8GiB } }",
      "app_servers: { app1: { apache: { ServerLimit: 17, ListenBackLog: 500 }, memory: 8GiB } }",
      "backups: { backup1: { kernel: { vm.swappiness: 9 } } }",
      "apache: { ServerLimit: 18 }",
      "description: another",
    ].join("\n");
    expect(order("", text)?.toSorted()).toEqual([
      "apache.ListenBackLog",
      "apache.ServerLimit",
      "haproxy.global.maxconn",
      "kernel.vm.swappiness",
    ]);
  });

  it("are two at least, and thirty at most", () => {
    const lines = (count: number) =>
      `kernel: { directives: ["a.b = 1"] }\nhaproxy: { listeners: { ${Array.from({ length: count }, (_, index) => `l${index}: { bind: ":${index + 1000}" }`).join(", ")} } }`;
    expect(order("", "kernel: { vm.swappiness: 9 }")).toBeUndefined();
    expect(order("", lines(29))).toHaveLength(30);
    expect(order("", lines(30))).toBeUndefined();
  });
});
