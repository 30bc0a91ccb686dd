import { describe, expect, it } from "vitest";
import { allRules } from "../../src/api/built-in.js";
import { valuesInOrder } from "./values-in-order.js";
import { faultsOn, kindsOn, verdictsOn } from "./verdicts-on.js";

const atOnce = (requests: number): string =>
  `storms: { spike: { requests: ${requests}, arrivals: spike, over: null } }`;
const listener = (settings: string): string => `haproxy: { listeners: { mirror-lists: { ${settings} } } }`;

describe("capacity/reload-overlap", () => {
  it("counts twice only the proxies that nothing bounds", () => {
    const text =
      'haproxy: { listeners: { mirror-lists: { server: { maxconn: 14 } } } }\nproxies: { "proxy2": { haproxy: { global: { hard-stop-after: null } } } }';
    // 3 x 14 + 2 checks = 44 of 45 slots.
    expect(kindsOn("capacity/reload-overlap", text)).toEqual(["pass"]);
  });

  it("offers the time that a request may take, and the maxconn that holds two processes", () => {
    const text = "haproxy: { global: { hard-stop-after: null } }";
    expect(faultsOn("capacity/reload-overlap", text)[0]).toMatch(
      valuesInOrder("hard-stop-after: 80s … maxconn 10"),
    );
  });

  it("offers no hard-stop-after to a version that has none", () => {
    const text = 'haproxy: { version: "1.6", global: { hard-stop-after: null } }';
    expect(faultsOn("capacity/reload-overlap", text)[0]).toContain("(maxconn 10 fits both processes)");
  });

  it("takes a raw hard-stop-after", () => {
    const text = 'haproxy: { global: { hard-stop-after: null, directives: ["hard-stop-after 60s"] } }';
    expect(kindsOn("capacity/reload-overlap", text)).toEqual(["pass"]);
  });

  it("leaves lines without maxconn to capacity/app-slots", () => {
    expect(kindsOn("capacity/reload-overlap", listener("server: { maxconn: 0 }"))).toEqual([]);
  });
});

describe("capacity/one-server-down", () => {
  it("says nothing of a tier of one", () => {
    const text = 'app_servers: { "app[2-3]": null }';
    expect(kindsOn("capacity/one-server-down", text)).toEqual([]);
  });

  it("asks for maxconn where nothing queues in HAProxy", () => {
    const text = `${listener("server: { maxconn: 0 }")}\n${atOnce(9000)}`;
    expect(faultsOn("capacity/one-server-down", text)).toEqual([
      expect.stringMatching(valuesInOrder("2 others … 5 s … health checks … maxconn")),
    ]);
  });

  it("has nothing against a wait in which nothing fails", () => {
    // (600 - 90) / 90 x 1 s = 5.7 s: past inter for no more than one check, and three must fail.
    expect(
      kindsOn("capacity/one-server-down", `${listener("server: { maxconn: 0 }")}\n${atOnce(600)}`),
    ).toEqual(["pass"]);
  });
});

describe("capacity/failover-to-backups", () => {
  it("knows when allbackups is all that is missing", () => {
    const text = `${listener("option: { allbackups: false }")}\n${atOnce(1500)}`;
    expect(faultsOn("capacity/failover-to-backups", text)).toEqual([
      expect.stringContaining(
        "backup1 alone; the limit is 30 s, timeout queue (option allbackups: true is enough)",
      ),
    ]);
  });

  it("does not apply where there are no backups", () => {
    expect(kindsOn("capacity/failover-to-backups", "backups: null")).toEqual([]);
  });
});

describe("capacity/key-pinning", () => {
  const STORM = "storms: { spike: { requests: 4000 } }";

  it.each(["hdr(appserver)", "roundrobin"])("does not apply to %s, which pins nothing here", (balance) => {
    expect(kindsOn("capacity/key-pinning", `${listener(`balance: ${balance}`)}\n${STORM}`)).toEqual([]);
  });

  it.each(["hdr(Host)", "source", "url_param id"])("applies to %s", (balance) => {
    expect(kindsOn("capacity/key-pinning", `${listener(`balance: ${balance}`)}\n${STORM}`)).toEqual([
      "fault",
    ]);
  });

  it.each([
    // 45 slots x 31 = 1395 on each of three.
    [1396, "2.6", 299],
    [4000, "2.6", 104],
    [4143, "2.6", 101],
    [4185, "2.6", undefined],
    [4000, "1.6", undefined],
    [4000, "1.7", 104],
  ])(
    "proposes hash-balance-factor where one key is served in time with it: %s requests, HAProxy %s",
    (requests, version, factor) => {
      const of = (lines: string) =>
        `haproxy: { version: "${version}", global: { hard-stop-after: null }, listeners: { mirror-lists: { balance: source, directives: [${lines}] } } }\nstorms: { spike: { requests: ${requests} } }`;
      const [fault] = faultsOn("capacity/key-pinning", of(""));
      expect(fault).toMatch(factor === undefined ? /^(?!.*hash-)/ : `hash-balance-factor ${factor} `);
      if (factor === undefined) return;
      const lines = (set: number) => of(`hash-type consistent, hash-balance-factor ${set}`);
      expect(kindsOn("capacity/key-pinning", lines(factor))).toEqual(["pass"]);
      expect(kindsOn("capacity/key-pinning", lines(factor + 1))).toEqual(["fault"]);
    },
  );

  it("warns of URLs that are each too much for one server", () => {
    const site = "mirrorlist: { site: { script: /srv/m.wsgi, urls: [/metalink, /mirrorlist] } }";
    expect(faultsOn("capacity/key-pinning", `${listener("balance: uri")}\n${site}\n${STORM}`)).toEqual([
      expect.stringContaining("warning each of the 2 URLs of mirror-lists has one server, which serves 1395"),
    ]);
  });
});

describe("capacity/storm-throughput", () => {
  const storm = (text: string) => faultsOn("capacity/storm-throughput", `storms: { spike: { ${text} } }`);

  it("warns while the queue that grows is still within a request's longest wait", () => {
    expect(storm("requests: 12150")).toEqual([expect.stringMatching(/^warning spike .*\b203 slots/)]);
  });

  it("is an error once the last request waits longer than that", () => {
    expect(storm("requests: 12151")).toEqual([expect.stringMatching(/^error spike .*\b203 slots/)]);
  });

  it("is an error where the next storm finds the queue of the last", () => {
    expect(storm("requests: 8200, every: 60s")).toEqual([expect.stringMatching(/^error/)]);
    expect(storm("requests: 8200, every: 61s")).toEqual([expect.stringMatching(/^warning/)]);
  });
});

describe("capacity/traffic-share", () => {
  const uneven = "proxies: { proxy1: { traffic: 70% } }";

  it("is an info where the storm fits the places all the same", () => {
    expect(faultsOn("capacity/traffic-share", `${uneven}\nstorms: { spike: { requests: 80 } }`)).toEqual([
      expect.stringMatching(/^info proxy1 .*\b70 % .*\b50 %/),
    ]);
  });

  it("offers shares that fit the slots and their checks", () => {
    expect(faultsOn("capacity/traffic-share", `${uneven}\n${listener("server: { maxconn: 30 }")}`)).toEqual([
      expect.stringContaining(
        "(maxconn 30 on proxy1, maxconn 12 on proxy2: in proportion to traffic, within 45 slots)",
      ),
    ]);
  });

  it("takes a share that is a little more than the places", () => {
    expect(kindsOn("capacity/traffic-share", "proxies: { proxy1: { traffic: 60% } }")).toEqual(["pass"]);
  });

  it("does not apply where nothing bounds a line", () => {
    const text = `${uneven}\n${listener("servers: { app1: { maxconn: 0 } }")}`;
    expect(kindsOn("capacity/traffic-share", text)).toEqual([]);
  });
});

describe("capacity/queue-room", () => {
  it("is an error where what HAProxy does not take is more than the kernel holds", () => {
    const text = (backlog: number) =>
      `haproxy: { global: { maxconn: 150 }, defaults: { backlog: ${backlog} } }\n${atOnce(400)}`;
    // 200 connections, 150 taken; a backlog of 49 holds 50.
    expect(faultsOn("capacity/queue-room", text(49))).toEqual([expect.stringMatching(/^warning/)]);
    expect(faultsOn("capacity/queue-room", text(48))).toEqual([expect.stringMatching(/^error/)]);
  });

  it("knows what an unset maxconn means: 2000 before 2.0, then what the open files allow", () => {
    const text = (version: string) =>
      `haproxy: { version: "${version}", global: { maxconn: null } }\n${atOnce(10000)}`;
    expect(faultsOn("capacity/queue-room", text("1.8"))[0]).toContain("mirror-lists takes 2000");
    expect(kindsOn("capacity/queue-room", text("2.6"))).toEqual(["pass"]);
  });

  it("counts once for each process", () => {
    const text = `haproxy: { version: "2.4", global: { maxconn: 100, nbproc: 2 } }\n${atOnce(400)}`;
    expect(kindsOn("capacity/queue-room", text)).toEqual(["pass"]);
  });
});

describe("capacity/file-descriptors", () => {
  const few = 'proxies: { "proxy[1-2]": { nofile: 1000 } }';

  it("does not apply where HAProxy takes what fits", () => {
    expect(kindsOn("capacity/file-descriptors", `haproxy: { global: { maxconn: null } }\n${few}`)).toEqual(
      [],
    );
  });

  it.each([
    ["2.6", "", "error"],
    ["2.2", "", "warning"],
    ["2.6", ', directives: ["no strict-limits"]', "warning"],
  ])("knows whether HAProxy %s refuses to start%s", (version, directive, severity) => {
    const text = `haproxy: { version: "${version}", global: { maxconn: 4000${directive} } }\n${few}`;
    expect(faultsOn("capacity/file-descriptors", text)[0]).toMatch(new RegExp(`^${severity} `));
  });

  it("counts threads and pipes", () => {
    const text = "haproxy: { global: { maxconn: 4000, nbthread: 4, maxpipes: 100 } }";
    // 8000 + 200 + 5 checks + 1 address + 20 + 3 x 4.
    const nofile = (files: number) => `${text}\nproxies: { "proxy[1-2]": { nofile: ${files} } }`;
    expect(kindsOn("capacity/file-descriptors", nofile(8238))).toEqual(["pass"]);
    expect(kindsOn("capacity/file-descriptors", nofile(8237))).toEqual(["fault"]);
  });

  it("holds ulimit-n to both sides", () => {
    const text = (files: number) => `haproxy: { version: 2.6.0, global: { ulimit-n: ${files} } }`;
    expect(faultsOn("capacity/file-descriptors", text(8028))[0]).toMatch(/ulimit-n .*8028/);
    expect(kindsOn("capacity/file-descriptors", text(16384))).toEqual(["pass"]);
    expect(faultsOn("capacity/file-descriptors", text(16385))[0]).toMatch(/16385 .*16384/);
  });
});

describe("capacity/proxy-memory", () => {
  it("counts with the buffers of a raw tune.bufsize", () => {
    const text = (size: number) =>
      `haproxy: { global: { directives: ["tune.bufsize ${size}"] } }\nproxies: { "proxy[1-2]": { memory: 200MiB } }`;
    expect(kindsOn("capacity/proxy-memory", text(16384))).toEqual(["pass"]);
    expect(kindsOn("capacity/proxy-memory", text(32768))).toEqual(["fault"]);
  });
});

describe("capacity/unbounded-line", () => {
  it.each(["source", "first", "random"])(
    "does not apply to %s, which passes over no full server",
    (balance) => {
      const text = listener(`balance: ${balance}, servers: { app3: { maxconn: 0 } }`);
      expect(kindsOn("capacity/unbounded-line", text)).toEqual([]);
    },
  );
});

describe("capacity/frontend-sum", () => {
  it("does not apply where one listener alone has a limit", () => {
    expect(kindsOn("capacity/frontend-sum", listener("maxconn: 3000"))).toEqual([]);
  });
});

describe("the rules of capacity", () => {
  const TROUBLE =
    "proxies: { proxy1: { traffic: 70% } }\nstorms: { spike: { requests: 9000 } }\nhaproxy: { global: { hard-stop-after: null }, listeners: { mirror-lists: { balance: source, option: { allbackups: false }, server: { maxconn: MAXCONN } } } }\nmirrorlist: { wsgi: { processes: PROCESSES } }";
  const faulting = (maxconn: number, processes: number): readonly string[] => {
    const text = TROUBLE.replace("MAXCONN", `${maxconn}`).replace("PROCESSES", `${processes}`);
    return (
      allRules
        .map(({ slug }) => slug)
        // More processes need more memory, of course.
        .filter((slug) => slug.startsWith("capacity/") && slug !== "capacity/memory")
        .filter((slug) => verdictsOn(slug, text).some(({ kind }) => kind === "fault"))
    );
  };

  it("find nothing more when there are more slots", () => {
    const found = [10, 20, 45, 90, 200, 500, 3000].map((processes) => faulting(20, processes));
    expect(found[0]?.length).toBeGreaterThan(5);
    expect(found.at(-1)?.length).toBeLessThan(4);
    for (const [index, more] of found.slice(1).entries())
      expect(found[index]).toEqual(expect.arrayContaining([...more]));
  });

  it("find nothing less when every line has a larger maxconn", () => {
    const found = [1, 5, 10, 22, 45, 200].map((maxconn) => faulting(maxconn, 45));
    for (const [index, more] of found.slice(1).entries())
      expect(more).toEqual(expect.arrayContaining([...(found[index] ?? [])]));
    expect(found.at(-1)?.length).toBeGreaterThan(found[0]?.length ?? 0);
  });
});
