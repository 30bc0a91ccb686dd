import { describe, expect, it } from "vitest";
import { builtIn } from "../../src/api/built-in.js";
import { compareFleets } from "../../src/diff/changes.js";
import type { Fleet } from "../../src/fleet/fleet.js";
import { changeInWords } from "../../src/report/review/change-words.js";
import { environment, small } from "./fleets.js";

const told = (before: Fleet, after: Fleet): string[] =>
  compareFleets(before, after, builtIn).map(changeInWords);
const onBase = (text: string): string[] => told(small(), small(text));

describe("changes by meaning", () => {
  it("tells the patch of May 2010 in seven lines", () => {
    expect(told(environment("before"), environment("prod"))).toEqual([
      "mirror-lists: timeout connect: 5s -> 60s",
      "mirror-lists: timeout queue: 5s -> 60s, from timeout connect",
      "mirror-lists: option allbackups: none -> on",
      "mirror-lists: maxconn on 8 server lines: none -> 25",
      "mirrorlist: processes: 45 -> 100",
      "mirrorlist: reap_children: off -> on",
      "mirrorlist: request_queue_size: 5 -> 300",
    ]);
  });

  it.each([
    [
      "a setting that goes",
      "haproxy: { listeners: { mirror-lists: { server: { maxconn: null } } } }",
      ["mirror-lists: maxconn on 5 server lines: 20 -> none"],
    ],
    [
      "one server line's own",
      "haproxy: { listeners: { mirror-lists: { servers: { app2: { weight: 3 } } } } }",
      ["mirror-lists: weight on 1 server line: none -> 3"],
    ],
    [
      "an option taken back",
      "haproxy: { listeners: { mirror-lists: { option: { redispatch: false } } } }",
      ["mirror-lists: redispatch: on -> off"].map((line) => line.replace("redispatch", "option redispatch")),
    ],
    ["a new proxy", "proxies: { proxy3: {} }", ["proxy3: new proxy", "proxy1-2: traffic: 50 % -> 33.3 %"]],
    [
      "an app server that goes",
      "app_servers: { app3: null }",
      ["mirror-lists: server on 1 server line: active -> none", "app3: active app server, removed"],
    ],
    [
      "a server that becomes a backup",
      "app_servers: { app3: null }\nbackups: { app3: { memory: 4GiB, base_memory: 700MiB, reserve_memory: 64MiB } }",
      ["mirror-lists: role on 1 server line: active -> backup"],
    ],
    [
      "a listener of its own",
      "haproxy: { listeners: { wiki: { bind: '0.0.0.0:81', server: { port: 80 } } } }",
      ["wiki: listen: none -> 0.0.0.0:81"],
    ],
    [
      "an address",
      "app_servers: { app1: { address: 10.0.0.1 } }",
      ["mirror-lists: address on 1 server line: app1 -> 10.0.0.1"],
    ],
    [
      "a sysctl",
      "kernel: { net.core.somaxconn: 1024 }",
      ["kernel: net.core.somaxconn: 4,096 -> 1,024".replaceAll(",", "")],
    ],
    [
      "a raw line",
      "haproxy: { global: { directives: [tune.bufsize 32768] } }",
      ["global: directives: none -> tune.bufsize 32768"],
    ],
    [
      "a figure that nothing is rendered from",
      "app_servers: { 'app[1-3]': { memory: 8GiB } }",
      ["app1-3: memory: 4 GiB -> 8 GiB"],
    ],
  ])("tells %s", (_what, text, expected) => {
    expect(onBase(text)).toEqual(expected);
  });

  it.each([
    [
      "the order of keys",
      "kernel: { net.core.somaxconn: 4096 }\napache: { ListenBackLog: 511, MaxRequestWorkers: 400, mpm: event }",
    ],
    ["a value written out that a range had", "app_servers: { app1: { memory: 4096MiB } }"],
    [
      "a default setting moved into its listener",
      "haproxy: { listeners: { mirror-lists: { timeout: { server: 50s } } } }",
    ],
    ["words for people", "description: another"],
  ])("says nothing of %s", (_what, text) => {
    expect(onBase(text)).toEqual([]);
  });

  it("tells one host's change for that host, and many hosts' once", () => {
    const [one] = compareFleets(
      small(),
      small("proxies: { proxy2: { haproxy: { listeners: { mirror-lists: { server: { maxconn: 3 } } } } } }"),
      builtIn,
    );
    expect(one).toMatchObject({
      setting: "maxconn",
      hosts: ["proxy2"],
      servers: ["app1", "app2", "app3", "backup1", "backup2"],
    });
    const [all] = compareFleets(small(), small("mirrorlist: { wsgi: { processes: 60 } }"), builtIn);
    expect(all?.hosts).toEqual(["app1", "app2", "app3", "backup1", "backup2"]);
  });
});
