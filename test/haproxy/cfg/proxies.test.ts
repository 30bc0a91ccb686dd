import { describe, expect, it } from "vitest";
import type { Proxy } from "../../../src/haproxy/cfg/proxies.js";
import { allInForce, inForce, readProxies } from "../../../src/haproxy/cfg/proxies.js";
import { bindsOf, parametersOf, serversOf, splitAddress } from "../../../src/haproxy/cfg/servers.js";
import { configurationOf } from "./read.js";

const proxyOf = (text: string, name: string, version?: string): Proxy => {
  const found = readProxies(configurationOf(text, version)).find((proxy) => proxy.name?.text === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
};

const DEFAULTS = `
defaults
  timeout server 1s
defaults named
  contimeout 5000
  timeout server 2s
  no option redispatch
defaults derived from named
  timeout server 3s
  option httplog
backend by-position
backend by-name from named
  timeout server 4s
  timeout server 5s
`;

/** What holds, and the line that says so. */
const holds = (proxy: Proxy, name: string) => {
  const found = inForce(proxy, name);
  return found && [found.setting.value, found.setting.line.number];
};

describe("what holds for a proxy", () => {
  it("is its own last line, else that of its defaults, else that of theirs", () => {
    const own = proxyOf(DEFAULTS, "by-name");
    expect(holds(own, "timeout server")).toEqual([5000, 14]);
    expect(holds(own, "timeout connect")).toEqual([5000, 5]);
    expect(holds(own, "option redispatch")).toEqual([false, 7]);
    expect(holds(own, "option httplog")).toBeUndefined();
    const positioned = proxyOf(DEFAULTS, "by-position");
    expect(holds(positioned, "timeout server")).toEqual([3000, 9]);
    expect(holds(positioned, "timeout connect")).toEqual([5000, 5]);
    expect(holds(positioned, "option httplog")).toEqual([true, 10]);
  });

  it("is by position alone before sections of defaults had names", () => {
    expect(holds(proxyOf(DEFAULTS, "by-name", "2.3"), "timeout connect")).toBeUndefined();
  });

  it("is nothing where no defaults stand above it", () => {
    expect(proxyOf("backend a\ndefaults\n", "a").defaults).toBeUndefined();
  });

  it("is every line of a keyword whose lines add up", () => {
    const proxy = proxyOf("defaults\n log global\nlisten a\n log 10.0.0.1 local0\n", "a");
    expect(allInForce(proxy, "log").map(({ setting }) => setting.words[0]?.text)).toEqual([
      "global",
      "10.0.0.1",
    ]);
  });

  it("has words that mmconf does not know as they stand", () => {
    const { settings } = proxyOf(
      "listen a\n option foo bar\n default option http-keep-alive\n stick-table type ip\n",
      "a",
    );
    expect(settings.map(({ name, modifier, value }) => [name, modifier, value])).toEqual([
      ["option foo", undefined, undefined],
      ["option http-keep-alive", "default", undefined],
      ["stick-table", undefined, undefined],
    ]);
  });
});

describe("a server line", () => {
  const proxy = proxyOf(
    `defaults
  default-server inter 9s
backend b
  default-server check maxconn 5
  server a 10.0.0.1:80 cookie check weight 5 maxconn 7 send-proxy
  default-server fall 1
  server-template s 1-3 web:80 check
  server lonely
`,
    "b",
  );
  const [a, template] = serversOf(proxy);

  it("has a name, an address and parameters, each with the word that belongs to it", () => {
    expect(a?.address.text).toBe("10.0.0.1:80");
    expect(a?.parameters.map(({ name, value }) => [name.text, value?.text])).toEqual([
      ["cookie", "check"],
      ["weight", "5"],
      ["maxconn", "7"],
      ["send-proxy", undefined],
    ]);
  });

  it("has behind server-template how many there are", () => {
    expect([template?.name.text, template?.address.text, serversOf(proxy).length]).toEqual([
      "s",
      "web:80",
      2,
    ]);
  });

  it("has what default-server gives above it, and not what stands below", () => {
    const all = a === undefined ? [] : parametersOf(proxy, a);
    expect(all.map(({ name }) => name.text)).toEqual([
      "inter",
      "check",
      "maxconn",
      "cookie",
      "weight",
      "maxconn",
      "send-proxy",
    ]);
  });
});

describe("an address", () => {
  it.each([
    ["10.0.0.1:80", "10.0.0.1", "80"],
    [":80", "", "80"],
    ["[::1]:80", "[::1]", "80"],
    [":::80", "::", "80"],
    ["ipv4@web:80", "web", "80"],
    ["quic4@:443", "", "443"],
    ["10.0.0.1", "10.0.0.1", undefined],
    ["10.0.0.1:+1000", "10.0.0.1", "+1000"],
    [":8000-8010", "", "8000-8010"],
    ["/run/a:80", "/run/a:80", undefined],
    ["unix@a:1", "a:1", undefined],
  ])("%s is told apart", (text, host, port) => {
    expect(splitAddress(text)).toEqual({ host, port });
  });

  it("of a bind line may be several", () => {
    const [bind] = bindsOf(proxyOf("listen a\n bind :80,[::1]:81 ssl crt /x\n", "a"));
    expect(bind?.addresses.map(({ port }) => port)).toEqual(["80", "81"]);
    expect(bind?.parameters.map(({ text }) => text)).toEqual(["ssl", "crt", "/x"]);
  });
});
