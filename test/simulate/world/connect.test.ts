import { describe, expect, it } from "vitest";
import type { Prediction } from "../../../src/simulate/figures/prediction.js";
import { ends, predictWith } from "../small-tier.js";

/** Requests that come at once, and what each of them takes. */
const burst = (requests: number, mean: string) =>
  `storms: { storm: { requests: ${requests}, over: 0s, service_time: { mean: ${mean}, distribution: fixed } } }`;

const wsgi = (words: string) => `mirrorlist: { wsgi: { ${words} } }`;

describe("Apache", () => {
  const full = (connect: string, lines = "") =>
    predictWith(`${burst(60, "10s")}
apache: { MaxRequestWorkers: 25, ServerLimit: 1, ListenBackLog: 9 }
${wsgi("processes: 25")}
haproxy: { defaults: { retries: 1 }, listeners: { web: { timeout: { connect: ${connect} } } } }
${lines}`);

  it("with a full backlog is not reached: 503 and sC after timeout connect, for the first try and each retry", () => {
    const prediction = full("2s");
    expect(ends(prediction)).toEqual({ "200 --": 35, "503 sC": 25 });
    expect(prediction.moments.find(({ failed }) => failed > 0)?.t).toBe(5);
  });

  it("is reached in the end where timeout connect is long enough: SYNs are sent again after 1, 3, 7, 15 s", () => {
    const prediction = full("20s");
    expect(ends(prediction)).toEqual({ "200 --": 60 });
    // The last 25 find room at 15 s, 15 of them at once and ten when the ten before them are served.
    expect(prediction.wait.max.mean).toBeCloseTo(30, 2);
  });

  it("with a full backlog is given up by the kernel after 127 s where timeout connect is not set", () => {
    const lines = `${burst(60, "1h")}
apache: { MaxRequestWorkers: 25, ServerLimit: 1, ListenBackLog: 9 }
haproxy: { defaults: { retries: 0 } }`;
    const { moments } = predictWith(lines, { sets: ["haproxy.defaults.timeout.connect=null"] });
    expect(moments.find(({ failed }) => failed > 0)).toMatchObject({ t: 128, failed: 25 });
  });
});

describe("a server whose backlog is full", () => {
  const moved = (lines: string) =>
    predictWith(`${burst(60, "60s")}
app_servers: { app1: { apache: { MaxRequestWorkers: 25, ServerLimit: 1, ListenBackLog: 1 } }, app2: {} }
${wsgi("processes: 200")}
haproxy: { listeners: { web: { retries: 2, timeout: { connect: 2s }, ${lines} } } }`);

  it("is left for another by option redispatch: at the last try, or at once where the algorithm does not care", () => {
    expect(ends(moved("balance: hdr(x)"))).toEqual({ "200 --": 57, "503 sC": 3 });
    const last = moved("balance: hdr(x), option: { redispatch: true }");
    expect(ends(last)).toEqual({ "200 --": 60 });
    expect(last.servers.map(({ busy }) => busy.mean)).toEqual([25, 33]);
    // Two of the thirty wait in the backlog for a minute; the three that move come 4 s late.
    expect(last.wait.p99.mean).toBeGreaterThan(100);
    const busyAt = (second: number, prediction: Prediction) => prediction.moments[second - 1]?.busy;
    expect([busyAt(4, last), busyAt(5, last)]).toEqual([55, 58]);
    const soon = moved("balance: roundrobin, option: { redispatch: true }");
    expect([busyAt(2, soon), busyAt(3, soon)]).toEqual([55, 58]);
    const each = moved("balance: hdr(x), option: { redispatch: 1 }");
    expect([busyAt(2, each), busyAt(3, each)]).toEqual([55, 58]);
  });
});
