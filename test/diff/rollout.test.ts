import { describe, expect, it } from "vitest";
import { compareFleets } from "../../src/diff/changes.js";
import { rolloutOf } from "../../src/diff/rollout.js";
import { small } from "./fleets.js";

const rollouts = (text: string) => {
  const after = small(text);
  return compareFleets(small(), after).map((change) => ({
    setting: change.setting,
    ...rolloutOf(change, after),
  }));
};

describe("how a change is rolled out", () => {
  const LINES = ["app1", "app2", "app3", "backup1", "backup2"].map((name) => `mirror-lists/${name}`);

  it.each<[string, string, string, (readonly string[])?]>([
    [
      "a server line's maxconn",
      "haproxy: { listeners: { mirror-lists: { server: { maxconn: 10 } } } }",
      "runtime",
      LINES.map((line) => `set maxconn server ${line} 10`),
    ],
    [
      "a server line's weight",
      "haproxy: { listeners: { mirror-lists: { servers: { app3: { weight: 9 } } } } }",
      "runtime",
      ["set server mirror-lists/app3 weight 9"],
    ],
    [
      "a listener's maxconn",
      "haproxy: { listeners: { mirror-lists: { maxconn: 500 } } }",
      "runtime",
      ["set maxconn frontend mirror-lists 500"],
    ],
    [
      "the process's maxconn",
      "haproxy: { global: { maxconn: 3000 } }",
      "runtime",
      ["set maxconn global 3000"],
    ],
    ["a maxconn that goes", "haproxy: { global: { maxconn: null } }", "reload"],
    ["a timeout", "haproxy: { defaults: { timeout: { server: 40s } } }", "reload"],
    ["a backlog", "haproxy: { listeners: { mirror-lists: { backlog: 900 } } }", "reload"],
    ["files of the process", "haproxy: { global: { ulimit-n: 9000 } }", "reload"],
    ["inter", "haproxy: { listeners: { mirror-lists: { server: { inter: 4s } } } }", "reload"],
    ["a balance", "haproxy: { listeners: { mirror-lists: { balance: roundrobin } } }", "reload"],
    ["processes", "mirrorlist: { wsgi: { processes: 50 } }", "restart"],
    ["max_children", "mirrorlist: { server: { max_children: 44 } }", "restart"],
    ["Apache's workers", "apache: { MaxRequestWorkers: 200 }", "restart"],
    ["somaxconn", "kernel: { net.core.somaxconn: 1024 }", "restart"],
    ["another sysctl", "kernel: { vm.swappiness: 10 }", "sysctl"],
    ["a sysctl with memory in its name", "kernel: { vm.overcommit_memory: 2 }", "sysctl"],
    ["a figure of the model", "mirrorlist: { wsgi: { memory_per_process: 20MiB } }", "nothing"],
  ])("%s takes: %s", (_what, text, takes, commands = []) => {
    const all = rollouts(text);
    expect(all.map((one) => [one.takes, one.commands])).toEqual([[takes, commands]]);
    expect(all[0]?.why).toMatch(/\S/);
  });

  it("leaves the hosts that stay alone where one comes", () => {
    const hosts = (text: string) => rollouts(text).filter(({ why }) => /that stay/.test(why));
    for (const text of ["proxies: { proxy9: { memory: 4GiB } }", "app_servers: { app9: { memory: 4GiB } }"])
      expect(hosts(text).map(({ takes, commands }) => [takes, commands])).toEqual([["nothing", []]]);
  });

  it("names the server whose settings are read at its start", () => {
    expect(rollouts("mirrorlist: { server: { max_children: 44 } }")[0]?.why).toMatch(
      /^mirrorlist_server reads its settings when it starts/,
    );
  });

  it("warns that ServerLimit outlives a graceful restart", () => {
    for (const limit of ["ServerLimit", "ThreadLimit"])
      expect(rollouts(`apache: { ${limit}: 20 }`)[0]?.why).toMatch(`keeps ${limit} through a graceful`);
    expect(rollouts("apache: { MaxRequestWorkers: 200 }")[0]?.why).toMatch(/graceful is enough/);
  });
});
