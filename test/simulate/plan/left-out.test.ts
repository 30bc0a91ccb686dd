import { describe, expect, it } from "vitest";
import { simulate } from "../../../src/api/library.js";
import { predictionToJson } from "../../../src/report/storm/simulate-json.js";
import { formatPrediction } from "../../../src/report/storm/simulate-text.js";
import { fleetWith, predictWith } from "../small-tier.js";

const OTHER = "haproxy: { listeners: { wiki: { bind: '0.0.0.0:81', server: { port: 81 } } } }";
const TEXT = { color: false, columns: 200 };

describe("a prediction says what it leaves out:", () => {
  it("nothing of a tier in which every listener takes slots, and Apache runs the event MPM", () => {
    const prediction = predictWith("");
    expect(prediction.leftOut).toEqual([]);
    expect(formatPrediction(prediction, TEXT)).not.toMatch(/excluded/);
  });

  it("the requests of listeners that take no slots, by name", () => {
    const prediction = predictWith(OTHER);
    expect(prediction.leftOut).toEqual([
      expect.stringMatching(/^requests of wiki, .*no slots of mirrorlist/),
    ]);
    expect(formatPrediction(prediction, TEXT)).toMatch(/^ {2}excluded +requests of wiki/m);
    expect(predictionToJson(prediction).left_out).toEqual(prediction.leftOut);
  });

  it.each([
    ["prefork", '"2.6"', "", 1],
    ["worker", '"2.6"', "", 1],
    ["event", '"2.6"', "", 0],
    ["prefork", '"1.8"', "", 0],
    ["prefork", '"2.6"', "option: { http-server-close: true }", 0],
    ["prefork", '"2.6"', "option: { httpclose: true }", 0],
  ])("idle connections to Apache's %s with HAProxy %s and %s: %d times", (mpm, version, listener, times) => {
    const lines = `apache: { mpm: ${mpm}, ServerLimit: 100, MaxRequestWorkers: 100 }
haproxy: { version: ${version}, listeners: { web: { ${listener} } } }`;
    expect(predictWith(lines).leftOut.filter((text) => /idle connections/.test(text))).toHaveLength(times);
  });

  it("and refuses a proxy whose part of the storm would go nowhere", () => {
    expect(simulate(fleetWith("haproxy: { listeners: { web: { slots: null } } }"))).toEqual({
      ok: false,
      reason: expect.stringMatching(/^proxy1 has no listener whose requests take slots.*traffic: 0%/),
    });
  });
});

describe("a storm that comes back", () => {
  const storm = (every: string) =>
    predictWith(
      `storms: { storm: { requests: 10, over: 0s, ${every} patience: 1h, service_time: { mean: 1s, distribution: fixed } } }`,
    );

  it("before it is over says what the next one finds, which is not simulated", () => {
    const prediction = storm("every: 6500ms,");
    expect(prediction.carried).toMatchObject({ requests: { mean: 4 }, busy: { mean: 1 } });
    expect(formatPrediction(prediction, TEXT)).toMatch(
      /excluded +.*after 6\.5 s, 4 requests .*\b1 slots busy/,
    );
    expect(predictionToJson(prediction).next_storm).toMatchObject({
      after_seconds: 6.5,
      under_way: { mean: 4 },
    });
  });

  it("leaves nothing where it is over by then, and is not asked where it never comes back", () => {
    expect(storm("every: 30s,").carried).toMatchObject({ requests: { mean: 0 }, busy: { mean: 0 } });
    expect(formatPrediction(storm("every: 30s,"), TEXT)).not.toMatch(/excluded/);
    expect(storm("").carried).toBeNull();
    expect(predictionToJson(storm("")).next_storm).toBeNull();
  });
});
