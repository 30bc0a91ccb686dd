import { describe, expect, it } from "vitest";
import type { Fleet } from "../../src/fleet/fleet.js";
import { isChecked } from "../../src/fleet/listeners.js";
import { rawSettings } from "../../src/fleet/raw-settings.js";
import { dialect } from "../../src/rules/haproxy/dialect.js";
import { duplicateBind } from "../../src/rules/haproxy/duplicate-bind.js";
import { redispatch } from "../../src/rules/haproxy/redispatch.js";
import { evaluate } from "../../src/rules/run.js";
import { rendered } from "../../tools/versions/samples.js";
import { placedOf, small } from "../fleet/small.js";
import { loadText } from "../inventory/from-text.js";

/** github.com/sous-chefs/haproxy/issues/119: default-server behind the servers, which take nothing from it. */
const REPORTED = `
mmconf: 1
proxies: { lb1: { nofile: 20000, memory: 4GiB } }
app_servers: { srv1: { address: 127.0.0.1 }, srv2: { address: 127.0.0.2 } }
haproxy:
  version: "2.6"
  global: { maxconn: 1000 }
  defaults: { mode: http, option: { redispatch: true }, timeout: { connect: 5s, client: 50s, server: 50s, http-request: 10s } }
  listeners:
    servers:
      bind: "*:8080"
      balance: leastconn
      option: { httpchk: GET /ping }
      directives: [default-server agent-check agent-port 9000 agent-inter 1s on-marked-down shutdown-sessions]
      server: { port: 80, check: true }
`;

const load = (text: string): Fleet => {
  const loaded = loadText(text);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));
  return loaded.fleet;
};

const listener = (...lines: readonly string[]): string =>
  `haproxy: { listeners: { mirror-lists: { server: { check: false }, directives: ${JSON.stringify(lines)} } } }`;

/** The lines of the listener from its first server or default-server on, by their first words. */
const order = (fleet: Fleet): readonly string[] => {
  const lines = rendered(fleet)
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  const from = lines.findIndex(([word]) => word === "listen");
  const listens = lines.slice(from);
  const first = listens.findIndex(([word]) => word === ".if" || /server/.test(word ?? ""));
  return listens
    .slice(first)
    .flatMap(([word = "", second = ""]) => (word === "" ? [] : [`${word} ${second}`]));
};

describe("a raw default-server", () => {
  it("stands before the server lines, which take their parameters from what stands above them", () => {
    expect(order(load(REPORTED)).slice(0, 3)).toEqual([
      "default-server agent-check",
      "server srv1",
      "server srv2",
    ]);
  });

  it("keeps its turn among others, and leaves all else where it was", () => {
    const fleet = small(
      listener("acl a path /", "default-server weight 5", "default-server weight 6", "acl b path /"),
    );
    expect(order(fleet)).toEqual([
      "default-server weight",
      "default-server weight",
      "server app1",
      ...order(fleet).slice(3, -2),
      "acl a",
      "acl b",
    ]);
  });

  it("goes with the condition that it stands in", () => {
    const fleet = small(
      listener(
        ".if defined(X)",
        "default-server weight 5",
        ".else",
        "acl a path /",
        ".endif",
        "acl b path /",
      ),
    );
    expect(order(fleet).slice(0, 6)).toEqual([
      ".if defined(X)",
      "default-server weight",
      ".else ",
      "acl a",
      ".endif ",
      "server app1",
    ]);
  });

  it("behind a raw server line is for those that follow it", () => {
    const fleet = small(listener("server x 10.0.0.1:80", "default-server check", "server y 10.0.0.2:80"));
    expect(order(fleet).slice(-3)).toEqual(["server x", "default-server check", "server y"]);
    const placed = placedOf(fleet);
    expect(placed.listener.lines.map((line) => isChecked(placed, line))).not.toContain(true);
  });
});

describe("a bind line with words behind its address", () => {
  const bound = (version: string) =>
    small(
      `haproxy: { version: "${version}", listeners: { mirror-lists: { bind: ":8443 ssl crt /a.pem" } } }`,
    );

  it.each(["1.4", "2.6"])("is a line of its own with %s", (version) => {
    expect(rendered(bound(version))).toContain("    bind :8443 ssl crt /a.pem\n");
  });

  it("has no ssl before 1.5", () => {
    const subjects = (version: string) =>
      evaluate(bound(version), [dialect]).findings.map(({ subject }) => subject);
    expect(subjects("1.4")).toContain("bind with ssl");
    expect(subjects("1.5")).not.toContain("bind with ssl");
  });

  it("is another listener's by its address alone", () => {
    const fleet = small(
      'haproxy: { listeners: { mirror-lists: { bind: ":8443 ssl crt /a.pem" }, rest: { bind: "*:8443", server: { port: 80 } } } }',
    );
    expect(evaluate(fleet, [duplicateBind]).findings).toMatchObject([{ subject: "rest" }]);
  });
});

describe("option redispatch with an interval", () => {
  const found = (text: string) => evaluate(small(text), [redispatch]).findings;
  const option = (interval: number) =>
    `haproxy: { listeners: { mirror-lists: { option: { redispatch: ${interval} } } } }`;

  it.each([
    [1, []],
    [3, []],
    [4, [{ subject: "mirror-lists", at: { path: "haproxy.listeners.mirror-lists.option.redispatch" } }]],
  ])("of %d moves a request within three retries, or never", (interval, faults) => {
    expect(found(option(interval))).toMatchObject(faults);
  });

  it("is one where a raw line says so", () => {
    const off = "option: { redispatch: null }";
    const raw = (line: string) =>
      `haproxy: { defaults: { ${off} }, listeners: { mirror-lists: { directives: ["${line}"] } } }`;
    expect(found(raw("option redispatch 1"))).toEqual([]);
    expect(found(raw("no option redispatch"))).toHaveLength(1);
  });
});

describe("a raw line of a keyword that has a key", () => {
  const settings = (line: string): readonly string[] =>
    rawSettings(small(listener(line))).map(({ setting }) => setting);

  it.each([
    ["option forwardfor except 127.0.0.0/8", ["option forwardfor"]],
    ["option forwardfor except ::1/128", []],
    ["option redispatch 1", ["option redispatch"]],
    ["option redispatch -2", []],
    ["bind :8443 ssl crt /etc/haproxy/site.pem", []],
    ["option httpchk GET /app HTTP/1.1\\r\\nHost:\\ lists", []],
    ["balance url_param user check_post", []],
    ["option httplog clf", []],
    ["no option forwardfor", []],
    ["default-server inter 5s port 8080", ["inter"]],
  ])("is reported where the key can say it: %s", (line, reported) => {
    expect(settings(line)).toEqual(reported);
  });

  it("belongs to the server lines where default-server says it", () => {
    const sections = (section: string) =>
      rawSettings(small(`haproxy: { ${section} }`)).map((raw) => [raw.setting, raw.section]);
    const line = 'directives: ["default-server rise 5"]';
    expect(sections(`listeners: { mirror-lists: { ${line} } }`)).toEqual([
      ["rise", "server lines of mirror-lists"],
    ]);
    expect(sections(`defaults: { ${line} }`)).toEqual([["rise", "each listener's server lines"]]);
  });

  it("is not the key port, which is the server's; the word port is the check's", () => {
    const fleet = small("haproxy: { listeners: { mirror-lists: { server: { directives: [port 8080] } } } }");
    expect(rawSettings(fleet)).toEqual([]);
  });
});
