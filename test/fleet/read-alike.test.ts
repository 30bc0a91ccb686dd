import { describe, expect, it } from "vitest";
import { balanceHeader, hashes, isStatic, readsHttp } from "../../src/fleet/balance.js";
import { checkAsked, checkTakes } from "../../src/fleet/check-request.js";
import { connectionMemory } from "../../src/fleet/connection-memory.js";
import { abortsOnClose, isChecked, mode } from "../../src/fleet/listeners.js";
import { rawSettings } from "../../src/fleet/raw-settings.js";
import { endsOldProcess } from "../../src/fleet/reload.js";
import { hasHeader } from "../../src/fleet/request-headers.js";
import { listener, placedOf, proxyOf, small } from "./small.js";

const global = (settings: string) => `haproxy: { global: { ${settings} } }`;
const raw = (line: string) => listener(`directives: [${JSON.stringify(line)}]`);

describe("a balancing algorithm", () => {
  it.each([
    ["roundrobin", false, false, false],
    ["static-rr", false, false, true],
    ["leastconn", false, false, false],
    ["random", false, false, false],
    ["source", true, false, true],
    ["uri", true, true, true],
    ["url_param id", true, true, true],
    ["hdr(X-Tenant)", true, true, true],
    ["rdp-cookie", true, false, true],
    ["my-uri", false, false, false],
  ])("%s: hashes %s, reads HTTP %s, is static %s", (algorithm, hashed, http, fixed) => {
    expect([hashes(algorithm), readsHttp(algorithm), isStatic(algorithm)]).toEqual([hashed, http, fixed]);
  });

  it.each([
    ["hdr(X-Tenant)", "X-Tenant"],
    ["hdr(X) use_domain_only", undefined],
    ["rdp-cookie(hdr(X))", undefined],
    ["uri", undefined],
  ])("%s reads the header %s", (algorithm, header) => {
    expect(balanceHeader(algorithm)).toBe(header);
  });
});

describe("the request of a health check", () => {
  it.each([
    ["true", { text: "OPTIONS /", path: "/", version: "HTTP/1.0" }],
    ["/health", { text: "/health", path: "/health", version: "HTTP/1.0" }],
    ["GET /a/b", { text: "GET /a/b", path: "/a/b", version: "HTTP/1.0" }],
    ["OPTIONS * HTTP/1.0", { text: "OPTIONS * HTTP/1.0", path: "*", version: "HTTP/1.0" }],
    ["GET /a?b=/c HTTP/1.1", { text: "GET /a?b=/c HTTP/1.1", path: "/a", version: "HTTP/1.1" }],
    ["GET /a?", { text: "GET /a?", path: "/a", version: "HTTP/1.0" }],
  ])("is read of option httpchk: %s", (option, request) => {
    const placed = placedOf(small(listener(`option: { httpchk: ${option} }`)));
    expect(checkAsked(placed)).toEqual({ host: undefined, ...request });
  });

  it("is none without option httpchk", () => {
    const placed = placedOf(small(listener("option: { httpchk: null }")));
    expect(checkAsked(placed)).toBeUndefined();
  });

  const sent = (path: string, version = "HTTP/1.0", host?: string) => ({ path, version, host });

  it.each([
    // A section's raw lines stand behind its keys, and the last line counts.
    ["", ["option httpchk GET /raw"], sent("/raw")],
    ["", ["option httpchk GET /one", "option httpchk GET /two"], sent("/two")],
    ["", ["option httpchk GET /one", "option tcp-check"], undefined],
    ["httpchk: null", ["option httpchk"], sent("/")],
    [
      "",
      ["option httpchk GET /a HTTP/1.1\\r\\nHost:\\ www.example.org"],
      sent("/a", "HTTP/1.1", "www.example.org"),
    ],
    ["", ["option httpchk GET /a HTTP/1.1\\r\\nX-Y:\\ z"], sent("/a", "HTTP/1.1")],
    ["", ["option httpchk GET /a HTTP/1.1 www.example.org"], sent("/a", "HTTP/1.1", "www.example.org")],
    ["", ["http-check send meth GET uri /b?c ver HTTP/1.1 hdr Host x"], sent("/b", "HTTP/1.1", "x")],
    ["httpchk: GET /a HTTP/1.1", ["http-check send hdr host x"], sent("/a", "HTTP/1.1", "x")],
    ["httpchk: GET /a", ["http-check expect status 200"], sent("/a")],
    ["httpchk: null", ["http-check send meth GET uri /b"], undefined],
  ])("is read of keys and raw lines: %s %s", (option, lines, request) => {
    const keys = option === "" ? "" : `option: { ${option} }, `;
    const asked = checkAsked(placedOf(small(listener(`${keys}directives: ${JSON.stringify(lines)}`))));
    if (request === undefined) expect(asked).toBeUndefined();
    else expect(asked).toMatchObject(request);
  });

  it("is the listener's own before one of raw lines in defaults", () => {
    const defaults = "defaults: { directives: [option httpchk GET /d] }";
    const of = (own: string) =>
      checkAsked(
        placedOf(
          small(`haproxy: { ${defaults}, listeners: { mirror-lists: { option: { httpchk: ${own} } } } }`),
        ),
      );
    expect(of("GET /own")?.path).toBe("/own");
    expect(of("null")?.path).toBe("/d");
  });
});

describe("what a check takes", () => {
  const SITE = "mirrorlist: { site: { script: /s.wsgi, urls: [/a, /b] } }";

  it.each([
    ["GET /a/x", SITE, "slot"],
    ["GET /c", SITE, "worker"],
    ["GET /c", "", "slot"],
    ["null", SITE, "connection"],
  ])("of %s is known of the URLs that lead to slots: %s: %s", (httpchk, site, takes) => {
    const fleet = small(
      `haproxy: { listeners: { mirror-lists: { option: { httpchk: ${httpchk} } } } }\n${site}`,
    );
    const placed = placedOf(fleet);
    const [line] = placed.listener.lines;
    expect(line && checkTakes(checkAsked(placed), line)).toBe(takes);
  });
});

describe("the memory of a connection", () => {
  it.each([
    ["by default", "", 2 * 16_384 + 1024],
    ["with buffers of its own", global("directives: [tune.bufsize  32768]"), 2 * 32_768 + 1024],
    [
      "by the last line that says so",
      global("directives: [tune.bufsize 1, tune.bufsize 8192, tune.maxaccept 4]"),
      2 * 8192 + 1024,
    ],
    ["whatever else names the buffer", global('directives: ["setenv X tune.bufsize 9"]'), 2 * 16_384 + 1024],
  ])("%s", (_what, text, bytes) => {
    expect(connectionMemory(proxyOf(small(text)).haproxy)).toBe(bytes);
  });
});

describe("whether HAProxy checks a server", () => {
  const UNCHECKED = "server: { check: false }";

  it.each([
    ["by check", "", true],
    ["not without", listener(UNCHECKED), false],
    ["by track among its words", listener("server: { check: false, directives: [track a/b] }"), true],
    ["by check as its last word", listener("server: { check: false, directives: [send-proxy check] }"), true],
    ["by agent-check", listener("server: { check: false, directives: [agent-check agent-port 9] }"), true],
    ["not by a word that only ends so", listener("server: { check: false, directives: [no-check] }"), false],
    [
      "not by a word that only begins so",
      listener("server: { check: false, directives: [check-ssl] }"),
      false,
    ],
    ["by default-server", listener(`${UNCHECKED}, directives: [default-server inter 3s check]`), true],
    [
      "by check first in default-server",
      listener(`${UNCHECKED}, directives: [default-server check inter 3s]`),
      true,
    ],
    [
      "by default-server in defaults",
      `haproxy: { defaults: { directives: [default-server check] }, listeners: { mirror-lists: { ${UNCHECKED} } } }`,
      true,
    ],
    [
      "not by default-server without it",
      listener(`${UNCHECKED}, directives: [default-server inter 3s]`),
      false,
    ],
    [
      "not by another word of default-server",
      listener(`${UNCHECKED}, directives: [default-server no-check]`),
      false,
    ],
    [
      "not by another word that begins so",
      listener(`${UNCHECKED}, directives: [default-server check-sni x]`),
      false,
    ],
    ["not by another line", listener(`${UNCHECKED}, directives: [no default-server check]`), false],
    [
      "not by default-server of another word",
      listener(`${UNCHECKED}, directives: [default-servers check]`),
      false,
    ],
  ])("%s", (_what, text, checked) => {
    const placed = placedOf(small(text));
    const [line] = placed.listener.lines;
    expect(line && isChecked(placed, line)).toBe(checked);
  });
});

describe("whether a request leaves the queue with its client", () => {
  const version = (of: string, settings = "") =>
    `haproxy: { version: "${of}", listeners: { mirror-lists: { ${settings} } } }`;

  it.each([
    ["not by default", "", false],
    ["where the option is on", listener("option: { abortonclose: true }"), true],
    ["by a raw line", raw("option  abortonclose"), true],
    ["not by the line that takes it back", raw("no option abortonclose"), false],
    ["not by another option", raw("option abortoncloses"), false],
    ["by default from 3.3 on", version("3.3"), true],
    ["not where 3.3 is told not to", version("3.3", "option: { abortonclose: false }"), false],
    ["not by default in TCP mode", version("3.3", "mode: tcp"), false],
  ])("%s", (_what, text, leaves) => {
    expect(abortsOnClose(placedOf(small(text)))).toBe(leaves);
  });

  it("is asked in TCP mode where no mode is set", () => {
    expect(mode(placedOf(small("haproxy: { defaults: { mode: null } }")).listener)).toBe("tcp");
  });
});

describe("whether something ends an old process", () => {
  it.each([
    ["hard-stop-after does", "", true],
    ["nothing does", global("hard-stop-after: null"), false],
    ["a raw line does", global('hard-stop-after: null, directives: ["hard-stop-after 30s"]'), true],
    [
      "a line that only names it does not",
      global('hard-stop-after: null, directives: ["setenv X hard-stop-after "]'),
      false,
    ],
    [
      "a line of another name does not",
      global('hard-stop-after: null, directives: ["no-hard-stop-after 1"]'),
      false,
    ],
  ])("%s", (_what, text, ends) => {
    expect(endsOldProcess(proxyOf(small(text)).haproxy)).toBe(ends);
  });
});

describe("whether requests have a header", () => {
  it.each([
    "Accept",
    "accept-encoding",
    "Accept-Language",
    "Authorization",
    "Cookie",
    "Host",
    "Referer",
    "User-Agent",
  ])("%s, which clients send", (header) => {
    expect(hasHeader(placedOf(small()), header)).toBe(true);
  });

  it.each([
    ["http-request set-header X-Tenant a", true],
    ["http-request  add-header X-Tenant a", true],
    ["http-request replace-header x-tenant a b", true],
    ["reqadd X-Tenant:\\ a", true],
    ["reqirep ^X-Tenant:.* X-Tenant:\\ a", true],
    ["unique-id-header X-Tenant", true],
    ["option  originalto header X-Tenant", true],
    ["http-request set-header X-Other a", false],
    ["http-request del-header X-Tenant", false],
    ["http-response set-header X-Tenant a", false],
    ["acl a hdr(X-Tenant) -m found", false],
    ["no option originalto header X-Tenant", false],
  ])("X-Tenant with %j: %s", (line, has) => {
    expect(hasHeader(placedOf(small(raw(line))), "X-Tenant")).toBe(has);
  });

  it("X-Forwarded-For with option forwardfor, and no other header with it", () => {
    const placed = placedOf(small(listener("option: { forwardfor: true }")));
    expect(hasHeader(placed, "X-Forwarded-For")).toBe(true);
    expect(hasHeader(placed, "X-Tenant")).toBe(false);
    expect(hasHeader(placedOf(small()), "X-Forwarded-For")).toBe(false);
  });

  it.each([
    ["by a key", (words: string) => listener(`option: { forwardfor: ${words} }`)],
    ["by a raw line", (words: string) => raw(`option forwardfor ${words}`)],
  ])("the one that option forwardfor names: %s", (_what, text) => {
    const has = (words: string, header: string) => hasHeader(placedOf(small(text(words))), header);
    expect(has("except 127.0.0.0/8", "X-Forwarded-For")).toBe(true);
    expect(has("header X-Tenant if-none", "X-Tenant")).toBe(true);
    expect(has("header X-Tenant if-none", "X-Forwarded-For")).toBe(false);
  });
});

describe("a raw line that sets what has a key", () => {
  it.each([
    ["of the process", global('directives: ["  maxconn 9  "]'), "global", "maxconn", "maxconn", "maxconn 9"],
    [
      "of a listener",
      raw("balance source"),
      "listener mirror-lists",
      "balance",
      "mirror-lists",
      "balance source",
    ],
    [
      "a server of a listener with slots",
      raw("  server x 10.0.0.1:80"),
      "listener mirror-lists",
      "server",
      "mirror-lists",
      "server x 10.0.0.1:80",
    ],
    [
      "of its server lines",
      listener("server: { directives: [weight 3] }"),
      "server lines of mirror-lists",
      "weight",
      "mirror-lists",
      "weight 3",
    ],
    [
      "of the kernel",
      "kernel: { directives: [vm.swappiness = 1] }",
      "kernel",
      "vm.swappiness",
      "vm.swappiness",
      "vm.swappiness = 1",
    ],
  ])("%s is told with its section", (_what, text, section, setting, subject, line) => {
    expect(rawSettings(small(text))[0]).toMatchObject({ section, setting, subject, line });
  });

  it.each(["http-request add-header server a", "no-server x", "default_backend server"])(
    "%j adds no server",
    (line) => {
      expect(rawSettings(small(raw(line)))).toEqual([]);
    },
  );
});
