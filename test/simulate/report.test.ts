import { describe, expect, it } from "vitest";
import { formatSimulateCsv } from "../../src/report/storm/simulate-csv.js";
import {
  amount,
  seconds,
  share,
  sparkline,
  squeeze,
  withInterval,
} from "../../src/report/storm/simulate-figure.js";
import { predictionToJson } from "../../src/report/storm/simulate-json.js";
import { formatPrediction } from "../../src/report/storm/simulate-text.js";
import { widthOf } from "../../src/text/terminal.js";
import { predictWith } from "./small-tier.js";

const TEXT = { color: false, columns: 100 };

const OVERLOAD = `
proxies: { "proxy[1-3]": {}, proxy4: { traffic: 70% } }
app_servers: { "app[1-3]": {} }
storms: { storm: { requests: 300, over: 20s, service_time: { mean: 1s, distribution: exponential } } }
haproxy: { listeners: { web: { option: { httpchk: GET /app }, timeout: { queue: 5s }, server: { check: true, inter: 2s, maxconn: 2 } } } }
`;

describe("figures for people", () => {
  it("have the digits that they are good for", () => {
    expect([0, 1, 0.5, 0.0312, 0.0004].map(share)).toEqual(["0 %", "100 %", "50.0 %", "3.1 %", "0.04 %"]);
    expect([0, 15, 0.314, 12.345, 123.4].map(seconds)).toEqual(["0 s", "15 s", "0.31 s", "12.3 s", "123 s"]);
    expect([0, 7, 2.25, 1234.5].map(amount)).toEqual(["0", "7", "2.3", "1,235"]);
  });

  it("have an interval where it can be seen", () => {
    expect(withInterval({ mean: 0.5, low: 0.4, high: 0.61 }, share)).toBe("50.0 % (40.0 to 61.0)");
    expect(withInterval({ mean: 0.5, low: 0.49999, high: 0.50001 }, share)).toBe("50.0 %");
  });

  it("are drawn as bars, in which nothing but nothing is empty", () => {
    expect(sparkline([0, 0.01, 4, 8], 8)).toBe(" ▁▄█");
    expect(sparkline([0, 0], 0)).toBe("  ");
    expect(squeeze([1, 2, 3, 9, 5, 6], 3)).toEqual([2, 9, 6]);
    expect(squeeze([1, 2], 3)).toEqual([1, 2]);
  });
});

describe("a prediction as text", () => {
  const text = formatPrediction(predictWith(OVERLOAD, { runs: 3 }), TEXT);

  it("says what became of the requests, with HAProxy's flags in words", () => {
    expect(text).toMatch(/^test, storm: 300 requests within 20 s; mean of 3 runs, seed 1\n/);
    expect(text).toMatch(/^ {2}200 -- +[\d.]+ % \([\d.]+ to [\d.]+\) +answered$/m);
    expect(text).toMatch(/^ {2}503 sQ +.*\(timeout queue\)$/m);
    expect(text).toMatch(/^ {2}answer +p50 [\d.]+ s, p90 [\d.]+ s, p99 [\d.]+ s, max [\d.]+ s/m);
  });

  it("shows the queue, the slots and the failures over time", () => {
    for (const label of ["queued", "busy", "waiting", "answered", "failed"])
      expect(text).toMatch(new RegExp(`^ {2}${label} +[ ▁-█]+ +max [\\d.,]+ `, "m"));
  });

  it("has one line for hosts that fare alike", () => {
    const calm = formatPrediction(
      predictWith('app_servers: { "app[1-3]": {} }\nmirrorlist: { wsgi: { processes: 50 } }'),
      TEXT,
    );
    expect(calm).toMatch(/no server is marked DOWN/);
    expect(calm).toMatch(/^ {2}app1-3 +active +50 +\d+ +0 +0$/m);
    expect(calm).not.toMatch(/queues/);
  });

  it.each([60, 80, 100, 120])("keeps within %d columns", (columns) => {
    const page = formatPrediction(predictWith(OVERLOAD), { color: false, columns });
    const widest = Math.max(...page.split("\n").map(widthOf));
    expect(widest).toBeLessThanOrEqual(columns);
  });

  it("paints only where colour is wanted", () => {
    expect(text).not.toContain("\x1b");
    expect(formatPrediction(predictWith(OVERLOAD), { color: true, columns: 100 })).toContain(
      "\x1b[1;31m503 sQ\x1b[0m",
    );
  });
});

describe("a prediction as JSON", () => {
  const json = predictionToJson(predictWith(OVERLOAD, { runs: 3 }));

  it("has the keys of the contract, each figure as mean, low and high", () => {
    expect(json).toMatchObject({ environment: "test", storm: "storm", runs: 3, seed: 1, requests: 300 });
    const figures = [
      json.answered,
      json.status[503],
      json.status[504],
      json.flags.sQ,
      json.flags.SC,
      json.wait_seconds.p50,
      json.wait_seconds.p90,
      json.wait_seconds.p99,
      json.wait_seconds.max,
      json.down_events,
    ];
    for (const { mean, low, high } of figures) {
      expect(low).toBeLessThanOrEqual(mean);
      expect(mean).toBeLessThanOrEqual(high);
    }
    expect(json.queue[0]).toEqual({
      t: 1,
      queued: expect.any(Number),
      busy: expect.any(Number),
      waiting: expect.any(Number),
      answered: expect.any(Number),
      failed: expect.any(Number),
      down: expect.any(Number),
    });
  });

  it("has every answer in the moments and in the distribution of waits", () => {
    const sum = json.queue.reduce((total, { answered }) => total + answered, 0);
    expect(sum / json.requests).toBeCloseTo(json.answered.mean, 4);
    expect(json.answered_within.at(-1)?.share).toBeCloseTo(json.answered.mean, 4);
    expect(json.queued_within.at(-1)?.share).toBeCloseTo(1, 4);
    for (const points of [json.answered_within, json.queued_within])
      for (const [at, { seconds, share }] of points.entries()) {
        expect(seconds).toBeGreaterThanOrEqual(points[at - 1]?.seconds ?? 0);
        expect(share).toBeGreaterThanOrEqual(points[at - 1]?.share ?? 0);
      }
    const half = json.answered_within.find(({ share }) => share >= json.answered.mean / 2)?.seconds ?? 0;
    expect(half / json.wait_seconds.p50.mean).toBeGreaterThan(0.9);
    expect(half / json.wait_seconds.p50.mean).toBeLessThan(1.15);
  });

  it("has shares that add up to the whole", () => {
    const sum = (record: Readonly<Record<string, { mean: number }>>) =>
      Object.values(record).reduce((total, { mean }) => total + mean, 0);
    expect(sum(json.status)).toBeCloseTo(1, 4);
    expect(sum(json.flags)).toBeCloseTo(1, 4);
    expect(json.outcomes.reduce((total, outcome) => total + outcome.share.mean, 0)).toBeCloseTo(1, 4);
  });
});

describe("predictions as CSV", () => {
  it("are a heading and a line each", () => {
    const csv = formatSimulateCsv([{ value: "5,5", prediction: predictWith(OVERLOAD) }]);
    const [heading = "", line = "", end] = csv.split("\n");
    expect(heading).toMatch(/^environment,value,answered,answered_low,answered_high,500,/);
    expect(line).toMatch(/^test,"5,5",0\.\d+,/);
    expect(end).toBe("");
    expect(line.replace(/"[^"]*"/, "").split(",")).toHaveLength(heading.split(",").length);
  });
});
