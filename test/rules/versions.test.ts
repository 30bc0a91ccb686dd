import { describe, expect, it } from "vitest";
import { checkBound } from "../../src/fleet/timeouts.js";
import { keywordOf } from "../../src/haproxy/keywords/all.js";
import type { Fault } from "../../src/rules/define.js";
import { fleetWith, rendered } from "../../tools/versions/samples.js";
import { loadOnBase } from "../inventory/from-text.js";
import { faultsOn, kindsOn, verdictsOn } from "./verdicts-on.js";

/** The small tier on a version, with settings of its listener and of the global section. */
const on = (version: string, listener: string, global = ""): string =>
  `haproxy: { version: "${version}", global: { ${global.includes("hard-stop-after") ? "" : "hard-stop-after: null, "}${global} }, listeners: { mirror-lists: { ${listener} } } }`;

const figuresOn = (slug: string, text: string): readonly Fault["figures"][] =>
  verdictsOn(slug, text).flatMap((verdict) => (verdict.kind === "fault" ? [verdict.figures] : []));

describe("a timeout check shorter than inter", () => {
  const boundOn = (version: string): number | undefined => {
    const loaded = loadOnBase(on(version, "timeout: { check: 1s, connect: 100ms }, server: { inter: 10s }"));
    if (!loaded.ok) throw new Error(loaded.findings.map(({ message }) => message).join("\n"));
    const listener = loaded.fleet.proxies[0]?.haproxy.listeners[0];
    const line = listener?.lines[0];
    return listener && line && checkBound(listener, line).value;
  };

  it.each(["2.1", "2.8.16", "2.8", "3.0.12", "3.2.1", "3.2", "3.3", "3.4"])(
    "ends a check on %s",
    (version) => {
      expect(boundOn(version)).toBe(1100);
    },
  );

  it.each(["2.2", "2.6", "2.6.12", "2.8.15", "3.0.0", "3.2.0"])(
    "ends none on %s, before inter",
    (version) => {
      expect(boundOn(version)).toBe(10_000);
    },
  );
});

describe("option abortonclose", () => {
  const placed = keywordOf("proxy", "option abortonclose");
  const line = (version: string, given: boolean | undefined) =>
    /(?:no )?option +abortonclose/.exec(
      rendered(
        fleetWith(
          given === undefined || placed === undefined
            ? undefined
            : { placed, section: "listener", given, version },
          { mode: "http" },
        ),
      ),
    )?.[0];
  it("is denied where it is on by itself and the inventory says false", () => {
    expect(line("3.3", false)).toBe("no option  abortonclose");
    expect(line("3.2", false)).toBeUndefined();
    expect(line("3.3", undefined)).toBeUndefined();
  });

  it("is no help in HTTP mode on 1.9 to 2.3, and not proposed there", () => {
    const asks = "option: { abortonclose: true }, timeout: { queue: 600s }";
    for (const version of ["1.9", "2.0", "2.3"]) {
      const [said] = faultsOn("haproxy/abortonclose", on(version, asks));
      expect(said).toMatch(/\(timeout queue \d+s\)$/);
    }
    for (const version of ["1.8", "2.4"])
      expect(kindsOn("haproxy/abortonclose", on(version, asks))).toEqual(["pass"]);
  });
});

describe("a maxconn that HAProxy reckons for itself", () => {
  const files = (version: string, global: string, maxconn: number | null = null) =>
    `${on(version, "", `nbthread: 1, maxconn: ${maxconn}, ${global}`)}\nproxies: { "proxy[1-2]": { nofile: 20000 } }`;
  const severities = (version: string, global: string, maxconn: number | null = null) =>
    verdictsOn("capacity/file-descriptors", files(version, global, maxconn)).map((verdict) =>
      verdict.kind === "fault" ? (verdict.severity ?? "error") : verdict.kind,
    );

  it.each([
    ["2.2", "warning"],
    ["2.3", "error"],
    ["2.6.6", "error"],
    ["2.6.7", "pass"],
    ["2.6", "pass"],
    ["2.7", "pass"],
    ["3.4", "pass"],
  ])("heeds no ulimit-n: 5000 of 20000 on %s is %s", (version, kind) => {
    expect(severities(version, "ulimit-n: 5000")).toEqual([kind]);
  });

  it.each([
    ["2.2", "warning"],
    ["2.3", "error"],
    ["3.3", "error"],
    ["3.4", "pass"],
  ])("leaves no room for maxpipes up to 3.3: on %s that is %s", (version, kind) => {
    expect(severities(version, "maxpipes: 1000")).toEqual([kind]);
  });

  it("finds the maxconn that leaves room", () => {
    const [said = ""] = faultsOn("capacity/file-descriptors", files("3.2", "maxpipes: 1000"));
    const maxconn = Number(/; or maxconn (\d+)/.exec(said)?.[1]);
    expect(maxconn).toBeGreaterThan(8900);
    expect(severities("3.2", "maxpipes: 1000", maxconn)).toEqual(["pass"]);
  });

  it("is no error any more where ulimit-n is under what maxconn needs, and nofile is not", () => {
    const low = (version: string) =>
      kindsOn(
        "capacity/file-descriptors",
        `${on(version, "", "maxconn: 2000, ulimit-n: 100")}\nproxies: { "proxy[1-2]": { nofile: 20000 } }`,
      );
    expect(low("2.6.0")).toEqual(["fault"]);
    expect(low("2.8")).toEqual(["pass"]);
  });
});

describe("maxqueue", () => {
  it.each([
    ["random", "1.9", true],
    ["random", "2.2", true],
    ["random", "2.3", false],
    ["leastconn", "2.2", false],
    ["leastconn", "2.3", true],
    ["roundrobin", "2.6", false],
  ])("of %s on %s bounds a queue: %s", (balance, version, bounds) => {
    const text = on(version, `balance: ${balance}, server: { maxqueue: 2, maxconn: 1 }`);
    const found = faultsOn("haproxy/maxqueue", text).filter((said) => said.includes("has no effect"));
    expect(found.length === 0).toBe(bounds);
  });
});

describe("sockets of a bind line", () => {
  const needed = (version: string, nbthread: number) => {
    const text = `${on(version, "", `maxconn: 1000, nbthread: ${nbthread}`)}\nproxies: { "proxy[1-2]": { nofile: 100 } }`;
    return Number(figuresOn("capacity/file-descriptors", text)[0]?.needed);
  };

  it("are one for each sixteen threads from 3.4 on", () => {
    expect(needed("3.4", 40) - needed("3.3", 40)).toBe(2);
    expect(needed("3.4", 32) - needed("3.3", 32)).toBe(1);
    expect(needed("3.4", 16) - needed("3.3", 16)).toBe(0);
  });
});

describe("a server with an IPv6 address", () => {
  it("is written so that its last group is no port", () => {
    const loaded = loadOnBase(
      'app_servers: { app1: { address: "2001:db8::1:5" } }\nhaproxy: { listeners: { mirror-lists: { server: { port: null, check: null } } } }',
    );
    if (!loaded.ok) throw new Error(loaded.findings.map(({ message }) => message).join("\n"));
    expect(rendered(loaded.fleet)).toMatch(/server {2}app1 2001:db8::1:5: /);
  });
});

describe("what a version takes", () => {
  const lacks = (version: string, listener: string, global = "") =>
    verdictsOn("haproxy/dialect", on(version, listener, global)).flatMap((verdict) =>
      verdict.kind === "fault" ? [`${verdict.severity ?? "error"} ${String(verdict.subject)}`] : [],
    );

  it.each([
    ["1.7.3", "1.7.4", "hard-stop-after: 90s", "hard-stop-after"],
    ["3.1", "3.2", "nbthread: 65", "nbthread over 64"],
    ["3.3", "3.4", "chroot: auto", "chroot auto"],
    ["1.5", "1.4", "nbproc: 65", "nbproc over 64"],
    ["2.4", "2.6", "fd-hard-limit: 50000", "fd-hard-limit"],
  ])("%s refuses, and %s takes %s", (without, having, global, subject) => {
    expect(lacks(without, "", global)).toEqual([`error ${subject}`]);
    expect(lacks(having, "", global)).toEqual([]);
  });

  it("takes the host of a check as fourth word from 3.1 on, which then has its Host", () => {
    const asks = "option: { httpchk: GET /x HTTP/1.1 shop.example }";
    expect(lacks("3.0", asks)).toEqual(["error option httpchk with a host"]);
    expect(lacks("3.1", asks)).toEqual([]);
    expect(kindsOn("haproxy/check-host-header", on("3.1", asks))).toEqual(["pass"]);
    expect(kindsOn("haproxy/check-host-header", on("3.1", "option: { httpchk: GET /x HTTP/1.1 }"))).toEqual([
      "fault",
    ]);
  });

  it.each([
    ["dispatch 127.0.0.1:1", "3.2", "3.3", "3.5", "dispatch"],
    ["option forceclose", "1.9", "2.4", "2.5", "option forceclose"],
    ["reqadd X-Via:\\\\ haproxy", "1.9", "2.0", "2.1", "reqrep and its like"],
    ["grace 5s", "2.2", "2.3", "2.5", "grace"],
  ])(
    "knows the raw line %s: nothing of it up to %s, a warning on %s, an error on %s",
    (line, last, warns, refuses, subject) => {
      const text = `directives: ["${line}"]`;
      expect(lacks(last, text)).toEqual([]);
      expect(lacks(warns, text)).toEqual([`warning ${subject}`]);
      expect(lacks(refuses, text)).toEqual([`error ${subject}`]);
    },
  );

  it("knows keywords of the table in raw lines, and times that lack a unit", () => {
    expect(lacks("2.6", "", 'directives: ["nbproc 2"]')).toEqual(["error nbproc"]);
    expect(lacks("3.1", 'directives: ["timeout client 50"]')).toEqual([
      "warning a time under 100 without a unit",
    ]);
    expect(lacks("3.1", 'directives: ["timeout client 50s", "timeout server 5000"]')).toEqual([]);
  });
});

describe("a TCP listener under defaults for HTTP", () => {
  it("is told what HAProxy warns of, and how bad it is", () => {
    const text = `haproxy: { defaults: { option: { httplog: true, forwardfor: true } }, listeners: { db: { bind: "127.0.0.1:5432", mode: tcp } } }`;
    expect(faultsOn("haproxy/http-in-tcp-mode", text)).toEqual([
      expect.stringMatching(/^info db .*httplog becomes tcplog, option forwardfor is ignored/),
    ]);
  });
});

describe("what HAProxy warns of as root starts it", () => {
  it.each([
    ["3.2", []],
    ["3.3", ["user"]],
    ["3.4", ["user", "chroot"]],
  ])("is on %s that %j is not set", (version, subjects) => {
    const found = verdictsOn("haproxy/start-as-root", on(version, "", "user: null")).flatMap((verdict) =>
      verdict.kind === "fault" ? [verdict.subject] : [],
    );
    expect(found).toEqual(subjects);
  });

  it("counts raw lines", () => {
    expect(
      kindsOn("haproxy/start-as-root", on("3.4", "", 'user: null, chroot: /, directives: ["uid 7"]')),
    ).toEqual(["pass"]);
  });
});
