import { describe, expect, it } from "vitest";
import { builtIn } from "../../src/api/built-in.js";
import { compareFleets } from "../../src/diff/changes.js";
import { small } from "./fleets.js";

describe("where a change stands", () => {
  const places = (before: string, after: string) =>
    compareFleets(small(before), small(after), builtIn).map(({ area, setting, subjects, at }) => [
      `${area} ${subjects.join("+")} ${setting}`,
      at.before?.path ?? null,
      at.after?.path ?? null,
    ]);
  const WIKI = "haproxy: { listeners: { wiki: { bind: '0.0.0.0:81', server: { port: 80 } } } }";
  const LISTENER = "haproxy.listeners.mirror-lists";

  it.each([
    ["a proxy that comes", "", "proxies: { proxy3: {} }", ["proxies proxies host", null, "proxies.proxy3"]],
    [
      "an app server that goes",
      "app_servers: { app4: {} }",
      "",
      ["app servers app servers host", "app_servers.app4", null],
    ],
    ["a listener that comes", "", WIKI, ["listener wiki listen", null, "haproxy.listeners.wiki"]],
    ["a listener that goes", WIKI, "", ["listener wiki listen", "haproxy.listeners.wiki", null]],
    [
      "a server line that goes",
      "",
      "haproxy: { listeners: { mirror-lists: { hosts: ['app[1-3]', backup1] } } }",
      ["server line mirror-lists server", `${LISTENER}.server`, null],
    ],
    [
      "a server line's setting",
      "",
      "haproxy: { listeners: { mirror-lists: { server: { weight: 3 } } } }",
      ["server line mirror-lists weight", null, `${LISTENER}.server.weight`],
    ],
    [
      "a timeout from defaults that its listener sets",
      "",
      "haproxy: { listeners: { mirror-lists: { timeout: { server: 40s } } } }",
      [
        "listener mirror-lists timeout server",
        "haproxy.defaults.timeout.server",
        `${LISTENER}.timeout.server`,
      ],
    ],
    [
      "an option",
      "",
      "haproxy: { listeners: { mirror-lists: { option: { forwardfor: true } } } }",
      ["listener mirror-lists option forwardfor", null, `${LISTENER}.option.forwardfor`],
    ],
    [
      "a setting of the process",
      "",
      "haproxy: { global: { maxconn: 3000 } }",
      ["global global maxconn", "haproxy.global.maxconn", "haproxy.global.maxconn"],
    ],
    [
      "a daemon process's setting",
      "",
      "mirrorlist: { wsgi: { threads: 2 } }",
      ["wsgi mirrorlist threads", "mirrorlist.wsgi.threads", "mirrorlist.wsgi.threads"],
    ],
    [
      "a server's setting",
      "",
      "mirrorlist: { server: { max_children: 44 } }",
      [
        "mirrorlist_server mirrorlist max_children",
        "mirrorlist.server.max_children",
        "mirrorlist.server.max_children",
      ],
    ],
    [
      "a server's address",
      "",
      "app_servers: { app1: { address: 10.0.0.1 } }",
      ["server line mirror-lists address", "app_servers.app[1-3].address", "app_servers.app1.address"],
    ],
    [
      "a site's script",
      "",
      "mirrorlist: { site: { script: /s.wsgi, urls: [/a] } }",
      ["wsgi mirrorlist script", null, "mirrorlist.site.script"],
    ],
    [
      "whether a server reaps its children",
      "",
      "mirrorlist: { server: { reap_children: false } }",
      [
        "mirrorlist_server mirrorlist reap_children",
        "mirrorlist.server.reap_children",
        "mirrorlist.server.reap_children",
      ],
    ],
    [
      "a site's alias",
      "",
      "mirrorlist: { site: { script: /s.wsgi, urls: [/a], alias: { url: /icons, directory: /srv/icons } } }",
      ["wsgi mirrorlist alias url", null, "mirrorlist.site.alias.url"],
    ],
    [
      "Apache's setting",
      "",
      "apache: { ServerLimit: 20 }",
      ["apache apache ServerLimit", null, "apache.ServerLimit"],
    ],
    [
      "a sysctl with memory in its name",
      "",
      "kernel: { vm.overcommit_memory: 2 }",
      ["kernel kernel vm.overcommit_memory", null, "kernel.vm.overcommit_memory"],
    ],
    [
      "a sysctl",
      "",
      "kernel: { vm.swappiness: 9 }",
      ["kernel kernel vm.swappiness", null, "kernel.vm.swappiness"],
    ],
    [
      "a figure",
      "",
      "proxies: { 'proxy[1-2]': { nofile: 9000 } }",
      ["figures hosts nofile", "proxies.proxy[1-2].nofile", "proxies.proxy[1-2].nofile"],
    ],
    [
      "a figure of the daemon processes",
      "",
      "mirrorlist: { wsgi: { memory_per_process: 20MiB } }",
      [
        "figures mirrorlist memory_per_process",
        "mirrorlist.wsgi.memory_per_process",
        "mirrorlist.wsgi.memory_per_process",
      ],
    ],
  ])("is known of %s, before and after", (_what, before, after, expected) => {
    expect(places(before, after)).toContainEqual(expected);
  });

  it.each([
    ["milliseconds", "haproxy: { listeners: { mirror-lists: { server: { fastinter: 1500ms } } } }", "1500ms"],
    ["a duration under another name", "apache: { Timeout: 2min }", "120s"],
    ["a share", "proxies: { proxy1: { traffic: 60% } }", "60 %"],
    ["bytes", "proxies: { 'proxy[1-2]': { memory: 8GiB } }", "8 GiB"],
    ["a list", "apache: { directives: [LogLevel warn, Timeout 5] }", "LogLevel warn; Timeout 5"],
    ["a mode of the kernel, which is no memory,", "kernel: { vm.overcommit_memory: 2 }", "2"],
    ["what is off", "haproxy: { listeners: { mirror-lists: { option: { allbackups: false } } } }", "off"],
    ["a limit that goes", "haproxy: { defaults: { timeout: { queue: null, connect: null } } }", "none"],
  ])("shows %s as it is written", (_what, text, shown) => {
    expect(compareFleets(small(), small(text), builtIn).map(({ after }) => after)).toContain(shown);
  });

  it("shares a change among listeners, but not one of server lines, which is told for each", () => {
    const both = (settings: string) =>
      `haproxy: { listeners: { mirror-lists: { ${settings} }, wiki: { bind: ':81', ${settings} } } }`;
    const changes = compareFleets(
      small(both("balance: roundrobin, server: { port: 80 }")),
      small(both("balance: leastconn, server: { port: 81 }")),
      builtIn,
    );
    expect(changes.map(({ setting, subjects, servers }) => [setting, subjects, servers.length])).toEqual([
      ["balance", ["mirror-lists", "wiki"], 0],
      ["port", ["mirror-lists"], 5],
      ["port", ["wiki"], 5],
    ]);
  });

  it("says of an unchanged value why it is effective, where that changes", () => {
    const [change] = compareFleets(
      small("haproxy: { defaults: { timeout: { connect: 30s } } }"),
      small("haproxy: { defaults: { timeout: { connect: 30s, queue: null } } }"),
      builtIn,
    );
    expect(change).toMatchObject({
      setting: "timeout queue",
      before: "30s, set",
      after: "30s",
      because: "from timeout connect",
    });
  });

  it("names hosts and servers in their order, whatever they share", () => {
    const own = (settings: string, maxconn: number) =>
      `app_servers: { app2: { apache: { ${settings} } } }\nhaproxy: { listeners: { mirror-lists: { server: { maxconn: ${maxconn} }, servers: { app2: { weight: 3 } } } } }`;
    const changes = compareFleets(
      small(own("ThreadLimit: 64", 20)),
      small(`${own("ThreadLimit: 64", 10)}\napache: { ServerLimit: 20 }`),
      builtIn,
    );
    const five = ["app1", "app2", "app3", "backup1", "backup2"];
    expect(changes.map(({ setting, servers, hosts }) => [setting, servers, hosts])).toEqual([
      ["maxconn", five, ["proxy1", "proxy2"]],
      ["ServerLimit", [], five],
    ]);
  });

  it("tells each server's own address, that comes, changes or goes", () => {
    const at = (app1: string, app2: string) =>
      `app_servers: { app1: { address: ${app1} }, app2: { address: ${app2} } }`;
    const told = (before: string, after: string) =>
      compareFleets(small(before), small(after), builtIn).map((change) => [
        change.servers.join(),
        change.before,
        change.after,
      ]);
    const [old, young] = [at("10.0.0.1", "10.0.0.2"), at("10.0.1.1", "10.0.1.2")];
    expect(told("", old)).toEqual([
      ["app1", "app1", "10.0.0.1"],
      ["app2", "app2", "10.0.0.2"],
    ]);
    expect(told(old, young)).toEqual([
      ["app1", "10.0.0.1", "10.0.1.1"],
      ["app2", "10.0.0.2", "10.0.1.2"],
    ]);
    expect(told(old, "")).toEqual([
      ["app1", "10.0.0.1", "app1"],
      ["app2", "10.0.0.2", "app2"],
    ]);
  });

  it("compares a host only with itself", () => {
    const changes = compareFleets(
      small("app_servers: { app4: { mirrorlist: { wsgi: { processes: 9 } } } }"),
      small("app_servers: { app5: { mirrorlist: { wsgi: { processes: 9 } } } }"),
      builtIn,
    );
    expect([...new Set(changes.map(({ setting }) => setting))].sort()).toEqual(["host", "server"]);
  });
});
