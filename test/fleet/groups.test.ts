import { describe, expect, it } from "vitest";
import type { Fleet } from "../../src/fleet/fleet.js";
import { hostGroups } from "../../src/fleet/host-groups.js";
import { listenOfListener, listensOnAppServer } from "../../src/fleet/listens.js";
import { boundOf, sharedGroups } from "../../src/fleet/neighbours.js";
import { proxyKinds } from "../../src/fleet/proxy-kinds.js";
import type { Listen } from "../../src/fleet/runtime.js";
import { lineGroups, namesOf } from "../../src/fleet/server-lines.js";
import { firstGivesUp, serviceGroups } from "../../src/fleet/service-groups.js";
import { subjectText } from "../../src/fleet/subject.js";
import { largestListen } from "../../src/modules/kernel/kernels.js";
import { frontendOf, listener, placedOf, proxyOf, serverOf, small } from "./small.js";

const hosts = (groups: readonly { readonly hosts: readonly string[] }[]): string[] =>
  groups.map((group) => group.hosts.join(" "));

const APART = ["app1 app3", "app2", "backup1 backup2"];
const app2 = (settings: string) => `app_servers: { app2: { ${settings} } }`;

describe("app servers that are alike", () => {
  it.each([
    ["role", "", ["app1 app2 app3", "backup1 backup2"]],
    ["memory", app2("memory: 8GiB"), APART],
    ["base_memory", app2("base_memory: 1GiB"), APART],
    ["reserve_memory", app2("reserve_memory: 1GiB"), APART],
    ["processes", app2("mirrorlist: { wsgi: { processes: 9 } }"), APART],
    ["server", app2("mirrorlist: { server: { max_children: 9 } }"), APART],
    ["site", app2("mirrorlist: { site: { script: /s.wsgi, urls: [/a] } }"), APART],
    ["apache", app2("apache: { ServerLimit: 9 }"), APART],
    ["kernel", app2("kernel: { vm.swappiness: 9 }"), APART],
    ["server lines", listener("servers: { app2: { maxconn: 9 } }"), APART],
    [
      "listeners",
      'haproxy: { listeners: { rest: { bind: ":81", slots: mirrorlist, hosts: [app2], server: { port: 80 } } } }',
      APART,
    ],
    [
      "the listener that a line stands in",
      'haproxy: { listeners: { mirror-lists: { hosts: [app1, app3] }, rest: { bind: ":81", slots: mirrorlist, hosts: [app2], server: { port: 80, check: true, inter: 5s, rise: 2, fall: 3, maxconn: 20 } } } }',
      ["app1 app3", "app2", "backup1 backup2"],
    ],
    [
      "nothing that counts",
      app2("memory: 4096MiB, mirrorlist: { wsgi: { processes: 45 } }, address: 10.0.0.2"),
      ["app1 app2 app3", "backup1 backup2"],
    ],
  ])("differ in no %s", (_what, text, expected) => {
    expect(hosts(hostGroups(small(text)))).toEqual(expected);
  });

  it("have the claims of every listener on them, and none where nobody sends", () => {
    const fleet = small(listener("hosts: [app1, app2]"));
    expect(hostGroups(fleet).map((group) => [group.hosts.join(" "), group.claims.length])).toEqual([
      ["app1 app2", 1],
      ["app3", 0],
      ["backup1 backup2", 0],
    ]);
  });

  it("have a service, or are left out of its groups", () => {
    expect(serviceGroups(small()).map(({ subject }) => subjectText(subject))).toEqual([
      "mirrorlist@app1",
      "mirrorlist@backup1",
    ]);
    expect(serviceGroups(small(`mirrorlist: null\n${listener("slots: null")}`))).toEqual([]);
  });

  it("are given up by the least patient listener", () => {
    const rest = (server: string) =>
      `haproxy: { listeners: { rest: { bind: ":81", slots: mirrorlist, timeout: { server: ${server} }, server: { port: 80 } } } }`;
    expect(serviceGroups(small(rest("20s"))).map(firstGivesUp)).toEqual([20_000, 20_000]);
    expect(serviceGroups(small(rest("90s"))).map(firstGivesUp)).toEqual([50_000, 50_000]);
    const none = small("haproxy: { defaults: { timeout: { server: null } } }");
    expect(serviceGroups(none).map(firstGivesUp)).toEqual([undefined, undefined]);
  });
});

describe("proxies that are alike", () => {
  it.each([
    ["traffic is no difference", "proxies: { proxy1: { traffic: 70% } }", ["proxy1 proxy2"]],
    ["memory is", "proxies: { proxy1: { memory: 8GiB } }", ["proxy1", "proxy2"]],
    ["nofile is", "proxies: { proxy1: { nofile: 9000 } }", ["proxy1", "proxy2"]],
    ["a sysctl is", "proxies: { proxy1: { kernel: { vm.swappiness: 9 } } }", ["proxy1", "proxy2"]],
    [
      "HAProxy's settings are",
      "proxies: { proxy1: { haproxy: { global: { maxconn: 9 } } } }",
      ["proxy1", "proxy2"],
    ],
  ])("%s", (_what, text, expected) => {
    expect(hosts(proxyKinds(small(text)))).toEqual(expected);
  });
});

describe("server lines that are alike", () => {
  const groups = (text: string) => lineGroups(placedOf(small(text)).listener);

  it("have one role and one set of settings", () => {
    expect(groups("").map(namesOf)).toEqual(["app1 and 2 more", "backup1 and 1 more"]);
    expect(groups(listener("servers: { app2: { weight: 2 } }")).map(namesOf)).toEqual([
      "app1 and 1 more",
      "app2",
      "backup1 and 1 more",
    ]);
  });
});

describe("what a daemon passes to listen()", () => {
  const read = (text: string) => listensOnAppServer(serverOf(small(text)));
  const told = ({ family, backlog, set, at }: Listen) => [family, backlog, set, at.path];

  it("is what the inventory sets", () => {
    const text = "mirrorlist: { wsgi: { listen-backlog: 60 } }\napache: { ListenBackLog: 70 }";
    expect(read(text).map(told)).toEqual([
      ["unix", 128, true, "mirrorlist.server.request_queue_size"],
      ["tcp", 70, true, "apache.ListenBackLog"],
      ["unix", 60, true, "mirrorlist.wsgi.listen-backlog"],
    ]);
  });

  it("is its own default otherwise", () => {
    const text = "mirrorlist: { server: { request_queue_size: null } }\napache: { ListenBackLog: null }";
    expect(read(text).map(told)).toEqual([
      ["unix", 5, false, "mirrorlist.server.request_queue_size"],
      ["tcp", 511, false, "apache.ListenBackLog"],
      ["unix", 100, false, "mirrorlist.wsgi.listen-backlog"],
    ]);
  });

  it("is nothing of a mirrorlist_server that is not there, and nothing at all without a service", () => {
    expect(read("mirrorlist: { server: null }").map(({ what }) => what)).toEqual([
      "Apache (ListenBackLog)",
      "the daemon processes (listen-backlog)",
    ]);
    expect(read(`mirrorlist: null\n${listener("slots: null")}`)).toEqual([]);
  });

  it.each([
    [
      "its backlog",
      "backlog: 7, maxconn: 9",
      "listener mirror-lists (backlog)",
      7,
      true,
      "haproxy.listeners.mirror-lists.backlog",
    ],
    [
      "its maxconn",
      "maxconn: 9",
      "listener mirror-lists (maxconn)",
      9,
      true,
      "haproxy.listeners.mirror-lists.backlog",
    ],
    [
      "the process's maxconn",
      "",
      "listener mirror-lists (maxconn)",
      4000,
      false,
      "haproxy.listeners.mirror-lists.backlog",
    ],
  ])("is for a listener %s", (_what, settings, what, backlog, set, path) => {
    const fleet = small(listener(settings));
    const { haproxy, nofile } = proxyOf(fleet);
    expect(listenOfListener(haproxy, frontendOf(fleet), nofile)).toMatchObject({
      what,
      family: "tcp",
      backlog,
      set,
      at: { path },
    });
  });

  it("is for a listener until 1.9 the maxconn that it has unset, whatever the process's", () => {
    const fleet = small('haproxy: { version: "1.8", global: { hard-stop-after: null, maxconn: 9000 } }');
    const { haproxy, nofile } = proxyOf(fleet);
    expect(listenOfListener(haproxy, frontendOf(fleet), nofile)).toMatchObject({ backlog: 2000 });
  });

  const listens = (...given: readonly (readonly [string, number, boolean])[]) =>
    largestListen(
      given.map(
        ([what, backlog, set]): Listen => ({ what, family: "tcp", backlog, set, at: small().node.origin }),
      ),
    )?.what;

  it.each([
    [
      "the largest",
      [
        ["a", 1, true],
        ["b", 3, true],
        ["c", 2, true],
      ],
      "b",
    ],
    [
      "the first of the largest",
      [
        ["a", 3, true],
        ["b", 3, true],
      ],
      "a",
    ],
    [
      "of the largest one that is set",
      [
        ["a", 3, false],
        ["b", 3, true],
        ["c", 3, true],
      ],
      "b",
    ],
    [
      "the largest, set or not",
      [
        ["a", 3, true],
        ["b", 4, false],
      ],
      "b",
    ],
    [
      "no smaller one for being set",
      [
        ["a", 4, false],
        ["b", 3, true],
      ],
      "a",
    ],
    [
      "the first of the defaults",
      [
        ["a", 3, false],
        ["b", 3, false],
      ],
      "a",
    ],
  ] as const)("is, of several, %s", (_what, given, what) => {
    expect(listens(...given)).toBe(what);
  });

  it("is nothing where nobody listens", () => {
    expect(listens()).toBeUndefined();
  });
});

describe("app servers whose Apache serves other listeners", () => {
  const shared = (text: string): Fleet => small(`haproxy: { listeners: { ${text} } }`);
  const wiki = (more = "", port = 80) =>
    `wiki: { bind: ":81", ${more === "" ? "" : `${more}, `}server: { port: ${port}, maxconn: 9 } }`;
  const told = (fleet: Fleet) =>
    sharedGroups(fleet).map((group) => [
      subjectText(group.subject),
      group.hosts.join(" "),
      group.neighbours.map((claim) => claim.listener.name).join(" "),
    ]);

  it.each([
    [
      "on the same port",
      wiki(),
      [
        ["mirrorlist@app1", "app1 app2 app3", "wiki"],
        ["mirrorlist@backup1", "backup1 backup2", "wiki"],
      ],
    ],
    ["on no other port", wiki("", 8080), []],
    ["on some of the hosts", wiki("hosts: [app2, app3]"), [["mirrorlist@app2", "app2 app3", "wiki"]]],
    [
      "on each host others",
      `${wiki("hosts: [app2]")}, news: { bind: ":82", hosts: [app2, app3], server: { port: 80 } }`,
      [
        ["mirrorlist@app2", "app2", "news wiki"],
        ["mirrorlist@app3", "app3", "news"],
      ],
    ],
    [
      "with settings of their own",
      'wiki: { bind: ":81", hosts: [app1, app2, app3], server: { port: 80, maxconn: 9 }, servers: { app2: { maxconn: 5 } } }',
      [
        ["mirrorlist@app1", "app1 app3", "wiki"],
        ["mirrorlist@app2", "app2", "wiki"],
      ],
    ],
    ["none", "mirror-lists: { maxconn: 9 }", []],
  ])("are told apart: %s", (_what, text, expected) => {
    expect(told(shared(text))).toEqual(expected);
  });

  it.each([
    ["the line's maxconn x proxies", "server: { port: 80, maxconn: 9 }", 18],
    ["the listener's", "maxconn: 7, server: { port: 80 }", 14],
    ["the lesser of the two", "maxconn: 7, server: { port: 80, maxconn: 9 }", 14],
    ["the lesser of the two, again", "maxconn: 11, server: { port: 80, maxconn: 9 }", 18],
    ["nothing, by 0", "server: { port: 80, maxconn: 0 }", null],
    ["nothing, by default", "server: { port: 80 }", null],
  ])("are bounded by %s", (_what, settings, bound) => {
    const [group] = sharedGroups(shared(`wiki: { bind: ":81", ${settings} }`));
    expect(group?.neighbours.map(boundOf)).toEqual([bound]);
  });
});
