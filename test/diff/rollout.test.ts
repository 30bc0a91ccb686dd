import { describe, expect, it } from "vitest";
import { builtIn } from "../../src/api/built-in.js";
import { compareFleets } from "../../src/diff/changes.js";
import { rolloutOf } from "../../src/diff/rollout.js";
import { small } from "./fleets.js";

const rollouts = (text: string) => {
  const after = small(text);
  return compareFleets(small(), after, builtIn).map((change) => ({
    setting: change.setting,
    ...rolloutOf(change, builtIn),
  }));
};

describe("how a change is rolled out", () => {
  it.each([
    [
      "a server line's maxconn",
      "haproxy: { listeners: { mirror-lists: { server: { maxconn: 10 } } } }",
      "runtime",
    ],
    ["a listener's maxconn", "haproxy: { listeners: { mirror-lists: { maxconn: 500 } } }", "runtime"],
    ["the process's maxconn", "haproxy: { global: { maxconn: 3000 } }", "runtime"],
    ["a maxconn that goes", "haproxy: { global: { maxconn: null } }", "reload"],
    ["a timeout", "haproxy: { defaults: { timeout: { server: 40s } } }", "reload"],
    ["inter", "haproxy: { listeners: { mirror-lists: { server: { inter: 4s } } } }", "reload"],
    ["a balance", "haproxy: { listeners: { mirror-lists: { balance: roundrobin } } }", "reload"],
    ["processes", "mirrorlist: { wsgi: { processes: 50 } }", "restart"],
    ["max_children", "mirrorlist: { server: { max_children: 44 } }", "restart"],
    ["Apache's workers", "apache: { MaxRequestWorkers: 200 }", "restart"],
    ["somaxconn", "kernel: { net.core.somaxconn: 1024 }", "restart"],
    ["another sysctl", "kernel: { vm.swappiness: 10 }", "sysctl"],
    ["a sysctl with memory in its name", "kernel: { vm.overcommit_memory: 2 }", "sysctl"],
    ["a figure of the model", "mirrorlist: { wsgi: { memory_per_process: 20MiB } }", "nothing"],
  ])("%s takes: %s", (_what, text, takes) => {
    const all = rollouts(text);
    expect(all.map((one) => one.takes)).toEqual([takes]);
    expect(all[0]?.why).toMatch(/\S/);
  });

  it("gives the runtime API's commands, one a server line", () => {
    const [change] = rollouts("haproxy: { listeners: { mirror-lists: { server: { maxconn: 10 } } } }");
    expect(change?.commands).toEqual(
      ["app1", "app2", "app3", "backup1", "backup2"].map(
        (name) => `set maxconn server mirror-lists/${name} 10`,
      ),
    );
  });

  it("warns that ServerLimit outlives a graceful restart", () => {
    expect(rollouts("apache: { ServerLimit: 20 }")[0]?.why).toMatch(/stop and start/);
  });
});
