import { describe, expect, it } from "vitest";
import { builtIn } from "../../src/api/built-in.js";
import { compareFleets } from "../../src/diff/changes.js";
import { rolloutOf } from "../../src/diff/rollout.js";
import { small } from "./fleets.js";

const listener = (settings: string): string => `haproxy: { listeners: { mirror-lists: { ${settings} } } }`;
const rest = (settings: string): string => `haproxy: { listeners: { rest: { bind: ":81", ${settings} } } }`;

describe("how a change is rolled out", () => {
  const rollouts = (before: string, after: string) => {
    return compareFleets(small(before), small(after), builtIn).map((change) => {
      const { takes, commands } = rolloutOf(change, builtIn);
      return [change.setting, takes, commands];
    });
  };

  it.each([
    ["a new proxy", "", "proxies: { proxy3: {} }", ["host", "nothing", []]],
    ["a new app server", "", "app_servers: { app4: {} }", ["host", "nothing", []]],
    ["a server line that goes", "", listener("hosts: [app1, app2, app3, backup1]"), ["server", "reload", []]],
    [
      "a weight",
      "",
      listener("servers: { app1: { weight: 3 } }"),
      ["weight", "runtime", ["set server mirror-lists/app1 weight 3"]],
    ],
    [
      "a listener's maxconn",
      "",
      listener("maxconn: 300"),
      ["maxconn", "runtime", ["set maxconn frontend mirror-lists 300"]],
    ],
    [
      "the process's maxconn",
      "",
      "haproxy: { global: { maxconn: 9 } }",
      ["maxconn", "runtime", ["set maxconn global 9"]],
    ],
    [
      "another setting of the process",
      "",
      "haproxy: { global: { nbthread: 9 } }",
      ["nbthread", "reload", []],
    ],
    ["a listener's setting", "", listener("retries: 9"), ["retries", "reload", []]],
    ["a server line's setting", "", listener("servers: { app1: { rise: 9 } }"), ["rise", "reload", []]],
    [
      "a server line's maxconn that goes",
      "",
      listener("server: { maxconn: null }"),
      ["maxconn", "reload", []],
    ],
    ["processes", "", "mirrorlist: { wsgi: { processes: 9 } }", ["processes", "restart", []]],
    ["Apache's workers", "", "apache: { MaxRequestWorkers: 9 }", ["MaxRequestWorkers", "restart", []]],
    [
      "mirrorlist_server's children",
      "",
      "mirrorlist: { server: { max_children: 9 } }",
      ["max_children", "restart", []],
    ],
    ["a sysctl", "", "kernel: { vm.swappiness: 9 }", ["vm.swappiness", "sysctl", []]],
    ["somaxconn", "", "kernel: { net.core.somaxconn: 9 }", ["net.core.somaxconn", "restart", []]],
    ["a figure", "", "proxies: { 'proxy[1-2]': { memory: 8GiB } }", ["memory", "nothing", []]],
    [
      "the slots that a listener takes",
      rest("server: { port: 80 }"),
      rest("slots: mirrorlist, server: { port: 80 }"),
      ["slots", "nothing", []],
    ],
  ])("%s", (_what, before, after, expected) => {
    expect(rollouts(before, after)).toContainEqual(expected);
  });

  it("tells what a graceful restart keeps, and which server reads its settings anew", () => {
    const why = (text: string) =>
      compareFleets(small(), small(text), builtIn).map((change) => rolloutOf(change, builtIn).why)[0];
    expect(why("apache: { ThreadLimit: 70 }")).toMatch(/^Apache keeps ThreadLimit/);
    expect(why("apache: { ServerLimit: 70 }")).toMatch(/^Apache keeps ServerLimit/);
    expect(why("apache: { MaxRequestWorkers: 70 }")).toContain("apachectl graceful is enough");
    expect(why("mirrorlist: { wsgi: { processes: 9 } }")).toMatch(/^Apache .*apachectl graceful/);
    expect(why("mirrorlist: { server: { max_children: 9 } }")).toMatch(/^mirrorlist_server reads/);
    expect(why("mirrorlist: { server: null }")).toMatch(/^mirrorlist_server reads/);
  });

  it.each([
    ["downinter", "1500ms"],
    ["slowstart", "1500ms"],
    ["inter", "1500ms"],
  ])("shows %s as a time", (name, shown) => {
    const changes = compareFleets(small(), small(listener(`server: { ${name}: 1500ms }`)), builtIn);
    expect(changes.map(({ after }) => after)).toEqual([shown]);
  });

  it("shows times of the process and of Apache as times", () => {
    const text = "haproxy: { global: { hard-stop-after: 1500ms } }\napache: { KeepAliveTimeout: 1500ms }";
    expect(compareFleets(small(), small(text), builtIn).map(({ after }) => after)).toEqual([
      "1500ms",
      "1500ms",
    ]);
  });
});
