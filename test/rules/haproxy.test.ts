import { describe, expect, it } from "vitest";
import { faultsOn, kindsOn, verdictsOn } from "./verdicts-on.js";

const listener = (settings: string): string => `haproxy: { listeners: { mirror-lists: { ${settings} } } }`;

describe("haproxy/dialect", () => {
  it.each([
    [
      "1.4",
      "global: { nbthread: 2, hard-stop-after: null }",
      "HAProxy 1.4 has no nbthread; 1.8 and later have it",
    ],
    ["1.4", "global: { hard-stop-after: 9s }", "HAProxy 1.4 has no hard-stop-after; 1.7.4 and later have it"],
    ["2.6", "global: { nbproc: 2 }", "HAProxy 2.6 has no nbproc; up to 2.4 had it"],
    ["1.8", "defaults: { balance: random }", "HAProxy 1.8 has no balance random; 1.9 and later have it"],
    ["1.9", "defaults: { balance: random(3) }", "HAProxy 1.9 has no balance random with a number of draws"],
    [
      "1.6",
      'listeners: { six: { bind: ["0.0.0.0:1", "[::1]:2"] } }',
      "HAProxy 1.6 has no IPv6 addresses in brackets",
    ],
  ])("names what HAProxy %s lacks of %s", (version, settings, message) => {
    const said = faultsOn("haproxy/dialect", `haproxy: { version: "${version}", ${settings} }`);
    expect(said).toContainEqual(expect.stringContaining(message));
  });

  it("points to the line that asks for it", () => {
    const [verdict] = verdictsOn("haproxy/dialect", "\n\nhaproxy: { global: { nbproc: 2 } }");
    expect(verdict).toMatchObject({
      kind: "fault",
      at: { file: "test.yaml", line: 4, path: "haproxy.global.nbproc" },
    });
  });

  it("takes an option that is switched off for one that is not asked for", () => {
    const text =
      'haproxy: { version: "1.4", global: { hard-stop-after: null }, defaults: { option: { http-keep-alive: false } } }';
    expect(faultsOn("haproxy/dialect", text)).toEqual([]);
  });

  it("knows that 1.4 reaches no server by IPv6", () => {
    const text =
      'haproxy: { version: "1.4", global: { hard-stop-after: null } }\napp_servers: { app1: { address: "fd00::1" } }';
    expect(faultsOn("haproxy/dialect", text)).toEqual([
      expect.stringContaining("servers with an IPv6 address"),
    ]);
  });
});

describe("haproxy/default-balance", () => {
  it.each([
    ["3.2", "roundrobin"],
    ["3.3", "random"],
  ])("names the default of %s", (version, algorithm) => {
    const text = `haproxy: { version: "${version}", listeners: { mirror-lists: { balance: null } } }`;
    expect(faultsOn("haproxy/default-balance", text)).toEqual([
      expect.stringMatching(`HAProxy ${version} .*${algorithm}.*balance: ${algorithm}`),
    ]);
  });

  it("does not apply to a single server", () => {
    expect(kindsOn("haproxy/default-balance", listener("balance: null, hosts: [app1]"))).toEqual([]);
  });

  it("takes a raw balance line", () => {
    expect(
      kindsOn("haproxy/default-balance", listener('balance: null, directives: ["balance hash src"]')),
    ).toEqual(["pass"]);
  });
});

describe("haproxy/balance-header", () => {
  it.each(["Host", "user-agent"])("takes %s, which clients send", (header) => {
    expect(kindsOn("haproxy/balance-header", listener(`balance: hdr(${header})`))).toEqual(["pass"]);
  });

  it("takes X-Forwarded-For where option forwardfor adds it", () => {
    expect(kindsOn("haproxy/balance-header", listener("balance: hdr(X-Forwarded-For)"))).toEqual(["fault"]);
    expect(
      kindsOn(
        "haproxy/balance-header",
        listener("balance: hdr(X-Forwarded-For), option: { forwardfor: true }"),
      ),
    ).toEqual(["pass"]);
  });
});

describe("haproxy/redispatch", () => {
  it("says that retries 0 leave it no room", () => {
    expect(faultsOn("haproxy/redispatch", listener("retries: 0"))).toEqual([
      expect.stringMatching(/retries 0\b.*503.*retries: 3/),
    ]);
  });
});

describe("haproxy/unchecked-servers", () => {
  it("is an error where backups can't come in for it, and a warning where there is none", () => {
    expect(faultsOn("haproxy/unchecked-servers", listener("servers: { app1: { check: false } }"))).toEqual([
      expect.stringMatching(/^error 1 of 5 servers of mirror-lists are not checked, app1 among them/),
    ]);
    expect(
      faultsOn("haproxy/unchecked-servers", listener('hosts: ["app[1-2]"], server: { check: false }')),
    ).toEqual([expect.stringMatching(/^warning 2 of 2 servers/)]);
  });

  it("takes a server that follows another's checks", () => {
    const text = listener('server: { check: null, directives: ["track other/app1"] }');
    expect(kindsOn("haproxy/unchecked-servers", text)).toEqual(["pass"]);
  });
});

describe("haproxy/check-path", () => {
  const site =
    "\nmirrorlist: { site: { script: /srv/m.wsgi, urls: [/mirrorlist], alias: { url: /publiclist, directory: /srv/public/ } } }";

  it("says that a folder of pages is not the application", () => {
    expect(
      faultsOn("haproxy/check-path", listener("option: { httpchk: GET /publiclist/index.html }") + site),
    ).toHaveLength(1);
  });

  it("does not take /mirrorlists for what lies below /mirrorlist", () => {
    expect(kindsOn("haproxy/check-path", listener("option: { httpchk: GET /mirrorlists }") + site)).toEqual([
      "fault",
    ]);
  });

  it("takes OPTIONS /, HAProxy's own, for a path that Apache answers by itself", () => {
    expect(kindsOn("haproxy/check-path", listener("option: { httpchk: true }") + site)).toEqual(["fault"]);
  });
});

describe("haproxy/abortonclose", () => {
  it("is the default from 3.3 on", () => {
    const text = (version: string) =>
      `haproxy: { version: "${version}" }\nstorms: { spike: { patience: 20s } }`;
    expect(kindsOn("haproxy/abortonclose", text("3.2"))).toEqual(["fault"]);
    expect(kindsOn("haproxy/abortonclose", text("3.3"))).toEqual(["pass"]);
  });

  it("compares the queue with 10 s where no patience is given", () => {
    const text = (queue: string) =>
      `${listener(`timeout: { queue: ${queue} }`)}\nstorms: { spike: { patience: null } }`;
    expect(kindsOn("haproxy/abortonclose", text("10s"))).toEqual(["pass"]);
    expect(kindsOn("haproxy/abortonclose", text("11s"))).toEqual(["fault"]);
  });

  it("does not apply where nothing queues", () => {
    expect(kindsOn("haproxy/abortonclose", listener("server: { maxconn: 0 }"))).toEqual([]);
  });
});

describe("haproxy/nbproc", () => {
  const text = (version: string, global: string) =>
    `haproxy: { version: "${version}", global: { hard-stop-after: null, ${global} } }`;

  it.each([
    ["1.4", "nbproc: 4", /^info nbproc 4/],
    ["1.8", "nbproc: 4", /^warning nbproc 4/],
    ["1.9", "nbproc: 2, nbthread: 2", /^warning nbproc 2/],
    ["2.0", "nbproc: 2, nbthread: 2", /^error HAProxy 2\.0 .*nbproc 2 .*nbthread 2/],
  ])("judges %s with %s", (version, global, said) => {
    expect(faultsOn("haproxy/nbproc", text(version, global))).toEqual([expect.stringMatching(said)]);
  });

  it("leaves 2.5, which has it no more, to the dialect", () => {
    expect(kindsOn("haproxy/nbproc", text("2.5", "nbproc: 2"))).toEqual([]);
  });
});

describe("haproxy/hard-stop-after", () => {
  it("leaves the long sessions of TCP out", () => {
    const database = "database: { bind: '0.0.0.0:5432', mode: tcp, timeout: { server: 8h } }";
    expect(kindsOn("haproxy/hard-stop-after", `haproxy: { listeners: { ${database} } }`)).toEqual(["pass"]);
  });

  it.each([
    ["1.6", "haproxy.listeners.mirror-lists.timeout.server", /^(?!.*hard-stop-after)/],
    ["1.7.3", "haproxy.listeners.mirror-lists.timeout.server", /^(?!.*hard-stop-after)/],
    ["1.7", "haproxy.global.hard-stop-after", /hard-stop-after: 3630s (?!\()/],
    ["1.8", "haproxy.global.hard-stop-after", /hard-stop-after: 3630s (?!\()/],
  ])("is proposed by %s only as far as it has it", (version, path, fix) => {
    const [fault] = verdictsOn(
      "haproxy/hard-stop-after",
      `haproxy: { version: "${version}", global: { hard-stop-after: null }, listeners: { mirror-lists: { timeout: { server: 1h } } } }`,
    );
    expect(fault).toMatchObject({ at: { path }, fix: expect.stringMatching(fix) });
  });

  it("counts no queue where nothing queues", () => {
    const text = `haproxy: { global: { hard-stop-after: 50s }, listeners: { mirror-lists: { server: { maxconn: 0 } } } }`;
    expect(kindsOn("haproxy/hard-stop-after", text)).toEqual(["pass"]);
  });
});

describe("haproxy/http-in-tcp-mode", () => {
  it("says so where no mode is set at all", () => {
    const text = "haproxy: { defaults: { mode: null, option: { httplog: true } } }";
    expect(faultsOn("haproxy/http-in-tcp-mode", text)).toEqual([
      expect.stringContaining("in TCP mode, as no mode is set: option httplog becomes tcplog"),
    ]);
  });
});

describe("haproxy/slowstart", () => {
  it("never applies to a server without check", () => {
    expect(faultsOn("haproxy/slowstart", listener("server: { slowstart: 30s, check: false }"))).toEqual([
      expect.stringMatching(/^error .* never applies/),
      expect.stringMatching(/^error .* never applies/),
    ]);
  });

  it("takes a consistent hash, whose weights move", () => {
    expect(
      kindsOn(
        "haproxy/slowstart",
        listener('balance: source, server: { slowstart: 30s }, directives: ["hash-type consistent"]'),
      ),
    ).toEqual(["pass"]);
  });

  it("notes one that is over before the second check", () => {
    expect(faultsOn("haproxy/slowstart", listener("server: { slowstart: 5s }"))).toContainEqual(
      expect.stringMatching(/^info slowstart 5 s .*every 5 s \(slowstart 25s/),
    );
  });
});

describe("haproxy/zero-weight", () => {
  const drained = (hosts: string) => listener(`servers: { "${hosts}": { weight: 0 } }`);

  it("warns where only the backups are left to serve", () => {
    expect(faultsOn("haproxy/zero-weight", drained("app[1-3]"))).toEqual([
      expect.stringMatching(/^warning .* the backups serve from the start/),
    ]);
  });

  it("warns where no backup could serve", () => {
    expect(faultsOn("haproxy/zero-weight", drained("backup[1-2]"))).toEqual([
      expect.stringMatching(/^warning all 2 backups/),
    ]);
  });
});

describe("haproxy/maxqueue", () => {
  it("says that nothing queues without maxconn", () => {
    expect(faultsOn("haproxy/maxqueue", listener("server: { maxqueue: 9, maxconn: 0 }"))).toContainEqual(
      expect.stringContaining("without maxconn no request queues"),
    );
  });

  it("says that round robin queues in the listener", () => {
    expect(
      faultsOn("haproxy/maxqueue", listener("balance: roundrobin, server: { maxqueue: 9 }")),
    ).toContainEqual(expect.stringMatching(/maxqueue 9 .*balance roundrobin .*in the listener/));
  });

  it("takes it under leastconn, which fills the servers' queues", () => {
    expect(kindsOn("haproxy/maxqueue", listener("balance: leastconn, server: { maxqueue: 9 }"))).toEqual([
      "pass",
    ]);
  });
});

describe("haproxy/queue-at-failover", () => {
  const kinds = (settings: string, more = "") =>
    kindsOn("haproxy/queue-at-failover", listener(settings) + more);

  it.each(["roundrobin", "static-rr", "first"])(
    "finds %s, which takes a queue for full servers",
    (balance) => {
      expect(kinds(`balance: ${balance}`)).toEqual(["fault"]);
    },
  );

  it.each(["leastconn", "random", "hdr(appserver)", "source"])("passes %s, which looks", (balance) => {
    expect(kinds(`balance: ${balance}`)).toEqual(["pass"]);
  });

  it("finds a hash that has nothing to read in TCP mode, where round robin is effective", () => {
    expect(kinds("balance: hdr(appserver), mode: tcp, option: { httpchk: null }")).toEqual(["fault"]);
  });

  it.each([
    ["there are no backups", "balance: roundrobin", "\nbackups: null"],
    ["the backups have no weight", 'balance: roundrobin, servers: { "backup[1-2]": { weight: 0 } }', ""],
    [
      "an active server is not checked, so that it is never DOWN",
      "balance: roundrobin, servers: { app1: { check: false } }",
      "",
    ],
    [
      "no active server has a maxconn, so that nothing queues",
      "balance: roundrobin, server: { maxconn: 0 }",
      "",
    ],
  ])("does not apply where %s", (_title, settings, more) => {
    expect(kinds(settings, more)).toEqual([]);
  });

  it("applies where some of the active servers are bounded: the others go DOWN as well", () => {
    expect(kinds("balance: roundrobin, servers: { app1: { maxconn: 0 } }")).toEqual(["fault"]);
  });

  it.each([
    ["2.2", []],
    ["2.3", [expect.stringMatching(/30 s .*503 \(sQ\).*2 idle backups/)]],
    ["3.1", [expect.stringMatching(/30 s .*503 \(sQ\).*2 idle backups/)]],
  ])("knows what HAProxy %s does", (version, found) => {
    const text = `haproxy: { version: "${version}", listeners: { mirror-lists: { balance: roundrobin } } }`;
    expect(faultsOn("haproxy/queue-at-failover", text)).toEqual(found);
  });

  it.each([
    ["2.6.12", "30 s apart"],
    ["3.0.5", "30 s apart"],
    ["3.0", "timeout server 50 s (HAProxy 3.0)"],
    ["2.6", "timeout server 50 s (HAProxy 2.6)"],
    ["3.1", "timeout server 50 s (HAProxy 3.1)"],
  ])("says how long it lasts in %s", (version, lasts) => {
    const text = `haproxy: { version: "${version}", listeners: { mirror-lists: { balance: roundrobin } } }`;
    expect(verdictsOn("haproxy/queue-at-failover", text)).toMatchObject([
      { why: expect.stringContaining(lasts) },
    ]);
  });

  it("says that there is no end without a timeout of the queue", () => {
    const unset = `haproxy: { version: 2.6.12, defaults: { timeout: { queue: null, connect: null } }, listeners: { mirror-lists: { balance: roundrobin } } }`;
    expect(verdictsOn("haproxy/queue-at-failover", unset)).toMatchObject([
      { why: expect.stringContaining("until an active server is UP again") },
    ]);
  });
});

describe("haproxy/minconn-over-maxconn", () => {
  it("says that minconn alone is a maxconn", () => {
    expect(
      faultsOn("haproxy/minconn-over-maxconn", listener("server: { minconn: 9, maxconn: null }")),
    ).toContainEqual(expect.stringMatching(/maxconn that is not set: HAProxy .*\b9\b.*\(maxconn 9/));
  });
});

describe("haproxy/fullconn", () => {
  const text = (version: string, more = "") =>
    `haproxy: { version: "${version}", global: { hard-stop-after: null, ${more} }, listeners: { mirror-lists: { server: { minconn: 5 } } } }`;

  it("is no ramp before 1.5, and a tenth of 2000 up to 1.9 whatever the process takes", () => {
    expect(kindsOn("haproxy/fullconn", text("1.4"))).toEqual(["pass"]);
    expect(kindsOn("haproxy/fullconn", text("1.9"))).toEqual(["pass"]);
    expect(kindsOn("haproxy/fullconn", text("2.0"))).toEqual(["fault"]);
  });

  it("follows the process's maxconn from 2.0 on", () => {
    expect(kindsOn("haproxy/fullconn", text("2.0", "maxconn: 2000"))).toEqual(["pass"]);
  });
});

describe("haproxy/duplicate-bind", () => {
  it("sees an address twice in one listener", () => {
    expect(faultsOn("haproxy/duplicate-bind", listener('bind: ["*:10002", "0.0.0.0:10002"]'))).toEqual([
      expect.stringContaining("mirror-lists binds 0.0.0.0:10002 twice"),
    ]);
  });
});
