import { describe, expect, it } from "vitest";
import { workers } from "../../src/apache/workers.js";
import { hasRawLines } from "../../src/fleet/raw-settings.js";
import { apacheOf } from "../../src/modules/apache/section.js";
import { loadOnBase, loadText, problemsOf } from "../inventory/from-text.js";
import { placedOf, proxyOf, serverOf, small } from "./small.js";

const problem = (text: string) => {
  const loaded = loadOnBase(text);
  return loaded.ok ? [] : loaded.findings.map(({ rule, at, message }) => [rule, at.path, message]);
};

describe("the shares of the proxies", () => {
  const shares = (text: string) =>
    small(text).proxies.map(({ name, traffic }) => `${name} ${Number(traffic.toFixed(3))}`);

  it.each([
    ["equal where none is given", "", ["proxy1 0.5", "proxy2 0.5"]],
    [
      "what is left for the others",
      "proxies: { proxy1: { traffic: 70% }, 'proxy[3-4]': {} }",
      ["proxy1 0.7", "proxy2 0.1", "proxy3 0.1", "proxy4 0.1"],
    ],
    ["nothing where all is given", "proxies: { proxy1: { traffic: 100% } }", ["proxy1 1", "proxy2 0"]],
    [
      "as given, where they make 100 %",
      "proxies: { proxy1: { traffic: 33.3% }, proxy2: { traffic: 66.7% } }",
      ["proxy1 0.333", "proxy2 0.667"],
    ],
  ])("are %s", (_what, text, expected) => {
    expect(shares(text)).toEqual(expected);
  });

  it.each([
    [
      "more than there is",
      "proxies: { proxy1: { traffic: 70% }, proxy2: { traffic: 31% } }",
      "proxies.proxy2.traffic",
      "the proxies' shares add up to 101 %: proxy1 70 % + proxy2 31 %",
    ],
    [
      "less than there is, and nobody for the rest",
      "proxies: { proxy1: { traffic: 70% }, proxy2: { traffic: 29% } }",
      "proxies.proxy2.traffic",
      expect.stringMatching(/add up to 99 %, and no proxy /),
    ],
  ])("can't be %s", (_what, text, path, message) => {
    expect(problem(text)).toEqual([["schema/traffic", path, message]]);
  });
});

describe("an inventory that can't be a fleet", () => {
  it.each([
    ["no proxy", "proxies: null", "schema/required", "proxies", /proxies/],
    [
      "a host in both sections",
      "backups: { app1: {} }",
      "schema/hosts",
      "backups.app1",
      /^app1 .*app_servers \(line \d+\) .*backups$/,
    ],
    [
      "a listener of no possible name",
      'haproxy: { listeners: { "a b": { bind: ":81", server: { port: 80 } } } }',
      "schema/value",
      "haproxy.listeners.a b",
      /^"a b" can't name a listen section$/,
    ],
    [
      "a range that is none",
      "haproxy: { listeners: { mirror-lists: { hosts: [app1, 'app[3-1]'] } } }",
      "schema/host-range",
      "haproxy.listeners.mirror-lists.hosts[1]",
      /app/,
    ],
    [
      "a host that is not there",
      "haproxy: { listeners: { mirror-lists: { hosts: [app1, app9] } } }",
      "schema/reference",
      "haproxy.listeners.mirror-lists.hosts[1]",
      /^app9 is neither in app_servers nor in backups$/,
    ],
    [
      "settings of a server that is not behind",
      "haproxy: { listeners: { mirror-lists: { hosts: [app1], servers: { app2: { weight: 1 } } } } }",
      "schema/reference",
      "haproxy.listeners.mirror-lists.servers.app2",
      /^app2 .* this listener$/,
    ],
    [
      "slots that are not there",
      "mirrorlist: null",
      "schema/slots",
      "haproxy.listeners.mirror-lists.slots",
      /^mirror-lists .*mirrorlist, and there is no service/,
    ],
    [
      "a check without a port",
      "haproxy: { listeners: { mirror-lists: { server: { port: null } } } }",
      "schema/required",
      "haproxy.listeners.mirror-lists.server.check",
      /^app1 is checked, .*no port/,
    ],
  ])("has %s", (_what, text, rule, path, message) => {
    expect(problem(text)).toEqual([[rule, path, expect.stringMatching(message)]]);
  });

  it("says each slip of a range once, and two slips in one place both", () => {
    const text =
      "haproxy: { listeners: { mirror-lists: { hosts: ['app[8-9]'], servers: { 'app[8-9]': { weight: 1 } } } } }";
    expect(problem(text).map(([, , message]) => message)).toEqual([
      "app8 is neither in app_servers nor in backups",
      "app8 is not a server of this listener",
      "app9 is not a server of this listener",
    ]);
  });

  it("has app servers of its own, or none at all", () => {
    const loaded = loadText(
      "mmconf: 1\nproxies: { proxy1: {} }\napp_servers: {}\nhaproxy: { version: '2.6', listeners: {} }\n",
    );
    expect(problemsOf(loaded)).toEqual([expect.stringContaining("there is no app server")]);
  });
});

describe("a fleet", () => {
  it("has its hosts and listeners in the order of their names", () => {
    const fleet = small(
      "proxies: { proxy10: {} }\napp_servers: { app10: {} }\nhaproxy: { listeners: { a10: { bind: ':81' }, a9: { bind: ':82' } } }",
    );
    expect(fleet.proxies.map(({ name }) => name)).toEqual(["proxy1", "proxy2", "proxy10"]);
    expect(fleet.appServers.map(({ name }) => name)).toEqual([
      "app1",
      "app2",
      "app3",
      "app10",
      "backup1",
      "backup2",
    ]);
    expect(proxyOf(fleet).haproxy.listeners.map(({ name }) => name)).toEqual(["a9", "a10", "mirror-lists"]);
  });

  it("has no description, storms and waivers where none are written", () => {
    expect(small("storms: null")).toMatchObject({ description: "", storms: [], waivers: [] });
  });

  it("lays what a host sets on what the fleet sets, and leaves the others alone", () => {
    const fleet = small(
      "app_servers: { app2: { address: 10.0.0.2, apache: { ServerLimit: 9 }, kernel: { vm.swappiness: 9 }, mirrorlist: { wsgi: { threads: 2 } } } }",
    );
    expect(fleet.appServers.slice(0, 2)).toMatchObject([
      { address: "app1", parts: { apache: { settings: { MaxRequestWorkers: 400 } } } },
      {
        address: "10.0.0.2",
        parts: {
          apache: { settings: { MaxRequestWorkers: 400, ServerLimit: 9 } },
          kernel: { settings: { "net.core.somaxconn": 4096, "vm.swappiness": 9 } },
        },
        services: [{ sections: { wsgi: { processes: 45, threads: 2 } } }],
      },
    ]);
    expect(apacheOf(serverOf(fleet)).settings.ServerLimit).toBeUndefined();
  });

  it("gives a listener the settings of defaults, and its own place for what is in neither", () => {
    const fleet = small("haproxy: { defaults: { log: global, retries: 7, backlog: 9, directives: [x] } }");
    const { listener } = placedOf(fleet);
    expect(listener.settings).toMatchObject({ mode: "http", log: "global", retries: 7, backlog: 9 });
    expect(listener.node.entries.has("log")).toBe(true);
    expect("directives" in listener.settings).toBe(false);
    expect(listener.node.entries.has("directives")).toBe(false);
    expect(listener.node.origin.path).toBe("haproxy.listeners.mirror-lists");
  });

  it("knows whether it has raw lines", () => {
    expect(hasRawLines(small())).toBe(false);
    expect(hasRawLines(small("kernel: { directives: [vm.swappiness = 1] }"))).toBe(true);
  });
});

describe("the workers of Apache in words", () => {
  const read = (settings: string) => {
    const { value, because, origin } = workers(apacheOf(serverOf(small(`apache: { ${settings} }`))));
    return [value, because, origin.path];
  };

  it.each([
    ["as set", "MaxRequestWorkers: 400", [400, "set", "apache.MaxRequestWorkers"]],
    [
      "as set, whatever the MPM",
      "mpm: null, MaxRequestWorkers: 399",
      [399, "set", "apache.MaxRequestWorkers"],
    ],
    [
      "in whole processes",
      "MaxRequestWorkers: 399",
      [375, "399, in whole processes of 25 threads", "apache.MaxRequestWorkers"],
    ],
    ["by default", "MaxRequestWorkers: null", [400, "event's default", "apache.MaxRequestWorkers"]],
    [
      "by default of no MPM",
      "mpm: null, MaxRequestWorkers: null",
      [256, "prefork's default, the lowest of the three", "apache.MaxRequestWorkers"],
    ],
    [
      "lowered",
      "mpm: prefork, ServerLimit: 9",
      [9, "lowered from 400 by ServerLimit 9", "apache.ServerLimit"],
    ],
    [
      "of a threaded MPM where ThreadLimit is set",
      "mpm: null, MaxRequestWorkers: null, ThreadLimit: 9",
      [144, "lowered from 400 by ServerLimit 16 x ThreadsPerChild 9", "apache.ServerLimit"],
    ],
  ])("are %s", (_what, settings, expected) => {
    expect(read(settings)).toEqual(expected);
  });
});
