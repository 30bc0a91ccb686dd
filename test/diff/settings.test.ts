import { describe, expect, it } from "vitest";
import { builtIn } from "../../src/api/built-in.js";
import { compareFleets } from "../../src/diff/changes.js";
import { small } from "./fleets.js";

const changes = (text: string, base = "") =>
  compareFleets(small(base), small(text), builtIn).map(
    ({ area, setting, before, after }) => `${area}: ${setting} ${before} -> ${after}`,
  );

const listener = (text: string) => `haproxy: { listeners: { mirror-lists: { ${text} } } }`;

const SITE = (alias: string) => `mirrorlist: { site: { script: /s.wsgi, urls: [/a]${alias} } }`;

describe("a setting that comes or goes", () => {
  it.each([
    [
      "a map, by its values",
      SITE(""),
      SITE(", alias: { url: /icons, directory: /srv/icons/ }"),
      ["wsgi: alias url null -> /icons", "wsgi: alias directory null -> /srv/icons/"],
    ],
    [
      "a figure of a host",
      "",
      "proxies: { 'proxy[1-2]': { nofile: null } }",
      ["figures: nofile 16384 -> null"],
    ],
    [
      "another figure",
      "app_servers: { 'app[1-3]': { memory: null } }\nbackups: null",
      "backups: null",
      ["figures: memory null -> 4 GiB"],
    ],
  ])("is told of: %s", (_what, before, after, told) => {
    expect(changes(after, before)).toEqual(told);
  });
});

describe("a setting that changes is told as its file has it", () => {
  it.each([
    ["kernel: { vm.overcommit_memory: 2 }", "kernel: vm.overcommit_memory null -> 2"],
    ["haproxy: { global: { hard-stop-after: 80s } }", "global: hard-stop-after 90s -> 80s"],
    ["haproxy: { global: { nbthread: 2 } }", "global: nbthread null -> 2"],
    ["apache: { Timeout: 30s }", "apache: Timeout null -> 30s"],
    ["apache: { KeepAliveTimeout: 2s }", "apache: KeepAliveTimeout null -> 2s"],
    ["apache: { directives: [A b, C d] }", "apache: directives null -> A b; C d"],
    [listener("server: { slowstart: 30s }"), "server line: slowstart null -> 30s"],
    [listener("server: { fastinter: 500ms }"), "server line: fastinter null -> 500ms"],
    [listener("server: { downinter: 9s }"), "server line: downinter null -> 9s"],
    [listener("option: { abortonclose: false }"), "listener: option abortonclose null -> off"],
    ["proxies: { proxy1: { nofile: 9999 } }", /^figures: nofile \S+ -> 9999$/],
    ["proxies: { proxy1: { traffic: 30% } }", /^figures: traffic .* -> 30 %$/],
    ["app_servers: { app1: { base_memory: 1GiB } }", /^figures: base_memory .* -> 1 GiB$/],
    ["app_servers: { app1: { reserve_memory: 99MiB } }", /^figures: reserve_memory .* -> 99 MiB$/],
    ["app_servers: { app1: { address: 10.0.0.9 } }", /address app1 -> 10\.0\.0\.9$/],
    ["mirrorlist: { server: { socket_file: /run/other.sock } }", /socket_file .* -> \/run\/other\.sock$/],
    ["mirrorlist: { server: { reap_children: true } }", /reap_children \S+ -> on$/],
  ])("%s", (text, told) => {
    const all = changes(
      text,
      text.includes("reap_children") ? "mirrorlist: { server: { reap_children: false } }" : "",
    );
    expect(all).toEqual(expect.arrayContaining([expect.stringMatching(told)]));
  });

  it("tells of the site's script and of its folder of pages", () => {
    const site = (script: string, url: string) =>
      `mirrorlist: { site: { script: ${script}, urls: [/a], alias: { url: ${url}, directory: /srv/ } } }`;
    expect(changes(site("/b.wsgi", "/new"), site("/a.wsgi", "/old"))).toEqual([
      "wsgi: script /a.wsgi -> /b.wsgi",
      "wsgi: alias url /old -> /new",
    ]);
  });
});
