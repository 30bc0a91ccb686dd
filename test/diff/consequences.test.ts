import { describe, expect, it } from "vitest";
import { builtIn } from "../../src/api/built-in.js";
import { capacityOf, consequencesOf } from "../../src/diff/consequences.js";
import { possibleAnswers } from "../../src/diff/flags.js";
import { environment, small } from "./fleets.js";

const flags = (...args: Parameters<typeof environment>) =>
  possibleAnswers(environment(...args)).map((answer) => answer.flags);

describe("what a change does to capacity and failure", () => {
  it("counts the slots, and what may be asked of them, with health checks", () => {
    expect(capacityOf(environment("before"))).toMatchObject({
      slots: 45,
      demand: null,
      headroom: null,
      served: 225,
      servedOneDown: 180,
      servedByBackups: 45,
    });
    expect(capacityOf(environment("prod"))).toMatchObject({
      slots: 100,
      demand: 150,
      demandWithChecks: 156,
      headroom: -56,
      servedByBackups: 300,
    });
    expect(capacityOf(environment("tuned"))).toMatchObject({
      demand: 92,
      demandWithChecks: 98,
      headroom: 2,
      served: 460,
    });
  });

  it("takes the app server with the least room for the fleet's", () => {
    expect(
      capacityOf(small("app_servers: { app2: { mirrorlist: { wsgi: { processes: 30 } } } }")),
    ).toMatchObject({ slots: 30, headroom: -12 });
  });

  it("computes detection from inter and fall, and the longest wait from the timeouts", () => {
    expect(capacityOf(environment("prod"))).toMatchObject({
      detection: 30_000,
      recovery: 10_000,
      queue: 60_000,
    });
    expect(capacityOf(environment("tuned")).longestWait).toBe(60_000 + 4 * 5000 + 50_000);
  });

  it("says what is not given, rather than nothing", () => {
    const rows = consequencesOf(
      small("app_servers: { 'app[1-3]': { memory: null } }\nbackups: null"),
      small(),
      builtIn,
    );
    expect(rows.find((row) => row.unit === "bytes")).toMatchObject({
      before: undefined,
      after: expect.any(Number),
    });
  });

  it("tells which failed answers overload can lead to", () => {
    expect(flags("before")).toEqual(["SC", "sC", "sH"]);
    expect(flags("prod")).toEqual(["sQ", "SC", "sC", "sH"]);
    expect(flags("tuned")).toEqual(["sQ", "sH"]);
    expect(
      flags("prod", [
        "haproxy.listeners.mirror-lists.balance=source",
        "haproxy.listeners.mirror-lists.server.maxqueue=5",
      ]),
    ).toContain("SQ");
  });
});
