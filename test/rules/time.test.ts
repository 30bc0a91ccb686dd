import { describe, expect, it } from "vitest";
import { faultsOn, kindsOn } from "./verdicts-on.js";

const listener = (settings: string): string => `haproxy: { listeners: { mirror-lists: { ${settings} } } }`;

describe("time/longest-wait", () => {
  it("counts no queue where nothing queues", () => {
    // 20 s to connect and 50 s at the server.
    const text = (patience: string) =>
      `${listener("server: { maxconn: 0 }")}\nstorms: { spike: { patience: ${patience} } }`;
    expect(kindsOn("time/longest-wait", text("70s"))).toEqual(["pass"]);
    expect(kindsOn("time/longest-wait", text("69s"))).toEqual(["fault"]);
  });

  it("takes the time after which clients ask again for their patience", () => {
    expect(faultsOn("time/longest-wait", "storms: { spike: { patience: null, every: 90s } }")).toEqual([
      expect.stringMatching(/spike .*comes back after 90 s/),
    ]);
  });

  it("compares with the least patient storm", () => {
    const calm = "calm: { requests: 1, over: 1s, service_time: { mean: 1s }, patience: 10s }";
    expect(faultsOn("time/longest-wait", `storms: { ${calm} }`)).toEqual([
      expect.stringContaining("in calm"),
    ]);
  });

  it.each([
    // 30 s + 50 s leave 19 s: 3 tries of 5 s are 15 s.
    ["99s", "", "retries 2 fits"],
    // Even one try of 5 s is too much: 20 s + 50 s leave 9 s of 79 s for the queue.
    ["79s", "", "timeout queue 9s fits"],
    ["20s", "", "shorten timeout connect, queue and server to 20 s together"],
  ])("proposes what keeps %s", (patience, settings, fix) => {
    expect(
      faultsOn("time/longest-wait", `${listener(settings)}\nstorms: { spike: { patience: ${patience} } }`),
    ).toEqual([expect.stringContaining(fix)]);
  });
});

describe("time/check-load", () => {
  it("leaves out checks that open a connection only", () => {
    expect(kindsOn("time/check-load", listener("option: { httpchk: null }, server: { inter: 1ms }"))).toEqual(
      [],
    );
  });

  it("counts each process's own checks", () => {
    // 2 proxies x 2 processes / 1 s x 1 s = 4 of 45 slots.
    const text =
      'haproxy: { version: "2.4", global: { nbproc: 2 }, listeners: { mirror-lists: { server: { inter: 1s } } } }';
    expect(faultsOn("time/check-load", text)).toContainEqual(expect.stringContaining("4.0 of 45 slots"));
  });

  it("proposes an inter that passes", () => {
    const said = faultsOn("time/check-load", listener("server: { inter: 100ms }"));
    expect(said).toContainEqual(expect.stringContaining("inter 1s fits"));
    expect(kindsOn("time/check-load", listener("server: { inter: 1s }"))).toEqual(["pass"]);
  });
});

describe("time/detection", () => {
  it("proposes the longest inter that passes, beside a timeout check of its own", () => {
    // A check may take 5 s to connect and 10 s more. inter 6 s: 6 + 15 + 2 x 21 = 63 s; inter 5 s: 5 + 15 + 2 x 20 = 60 s.
    const text = (inter: string) => listener(`timeout: { check: 10s }, server: { inter: ${inter} }`);
    expect(faultsOn("time/detection", text("20s"))).toContainEqual(
      expect.stringContaining("inter 5s with fall 3 fits"),
    );
    expect(kindsOn("time/detection", text("5s"))).toEqual(["pass"]);
    expect(kindsOn("time/detection", text("6s"))).toEqual(["fault"]);
  });

  it("asks for no less than 30 s, however short the storm", () => {
    expect(kindsOn("time/detection", "storms: { spike: { over: 1s } }")).toEqual(["pass"]);
  });
});

describe("time/unset-timeouts", () => {
  it("names the listeners together, at defaults", () => {
    const text =
      "haproxy: { defaults: { timeout: { server: null } }, listeners: { other: { bind: '0.0.0.0:1' } } }";
    expect(faultsOn("time/unset-timeouts", text)).toEqual([
      expect.stringContaining("mirror-lists and 1 more listener have no timeout server"),
    ]);
  });

  it("takes a raw line", () => {
    expect(
      kindsOn(
        "time/unset-timeouts",
        'haproxy: { defaults: { timeout: { client: null }, directives: ["timeout client 9s"] } }',
      ),
    ).toEqual(["pass"]);
  });
});

describe("time/check-timeout-over-inter", () => {
  it.each(["2.6", "3.3", "3.4"])("is the same for %s, which lets the check last", (version) => {
    const text = `haproxy: { version: "${version}", listeners: { mirror-lists: { timeout: { check: 20s } } } }`;
    expect(faultsOn("time/check-timeout-over-inter", text)).toEqual([
      expect.stringMatching(/^own .*mirror-lists .*25 s .*inter is 5 s/),
    ]);
  });
});

const AT_ONCE = "storms: { spike: { arrivals: spike, over: null } }";

describe("time/service-time", () => {
  it("counts the wait behind the slots of the app server", () => {
    // 133 requests at once at 45 slots: the last waits 2 s of 7, and exp(-5 s) of 400 are 2.7.
    const text = `${listener("timeout: { server: 7s }, server: { maxconn: 0 }")}\n${AT_ONCE}`;
    expect(faultsOn("time/service-time", text)).toEqual([
      expect.stringMatching(/\b1 request .*timeout server 7 s .*504/),
    ]);
    expect(kindsOn("time/service-time", listener("timeout: { server: 7s }, server: { maxconn: 0 }"))).toEqual(
      ["pass"],
    );
  });

  it("proposes a timeout that passes", () => {
    expect(faultsOn("time/service-time", listener("timeout: { server: 3s }"))).toEqual([
      expect.stringContaining("timeout server 7s fits"),
    ]);
  });

  it("takes the tail that the simulator draws from", () => {
    const text = (server: string) =>
      `${listener(`timeout: { server: ${server} }`)}\nstorms: { spike: { service_time: { mean: 1s, distribution: lognormal } } }`;
    expect(kindsOn("time/service-time", text("9s"))).toEqual(["pass"]);
    expect(kindsOn("time/service-time", text("8s"))).toEqual(["fault"]);
  });
});

describe("time/connect-as-queue", () => {
  it("takes a timeout connect that bridges lost packets", () => {
    expect(
      kindsOn("time/connect-as-queue", "haproxy: { defaults: { timeout: { queue: null, connect: 10s } } }"),
    ).toEqual(["pass"]);
  });
});
