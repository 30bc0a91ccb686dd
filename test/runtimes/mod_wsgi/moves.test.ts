import { describe, expect, it } from "vitest";
import { limitFor } from "../../../src/fleet/service-time.js";
import { wsgiMoves } from "../../../src/runtimes/mod_wsgi/moves.js";
import { parseDuration } from "../../../src/text/units.js";
import { small } from "../../fleet/small.js";

const text = (wsgi: string, takes: string, storm = "") =>
  `mirrorlist: { wsgi: { ${wsgi} } }\nstorms: { spike: { ${storm} service_time: { ${takes} } } }`;

/** The request-timeout that tune would set. */
const proposed = (wsgi: string, takes: string, storm = ""): unknown =>
  wsgiMoves(small(text(wsgi, takes, storm))).find(({ path }) => path.at(-1) === "request-timeout")?.value;

describe("the request-timeout that tune proposes", () => {
  it("frees the slot of a hung request by timeout server", () => {
    expect(proposed("request-timeout: null", "mean: 1s")).toBe("45s");
    expect(proposed("request-timeout: null, threads: 3", "mean: 1s")).toBe("15s");
  });

  it("is none where that would end requests that only take their time", () => {
    expect(proposed("request-timeout: null, threads: 15", "mean: 9s, distribution: fixed")).toBeUndefined();
    expect(proposed("request-timeout: null, threads: 3", "mean: 3s")).toBeUndefined();
    expect(proposed("request-timeout: 48s", "mean: 9s")).toBeUndefined();
  });

  it("is as long as requests take where the one that is set ends some", () => {
    const storm = "requests: 90000,";
    expect(proposed("request-timeout: 3s, threads: 15", "mean: 9s, distribution: fixed", storm)).toBe("9s");
    expect(proposed("request-timeout: 10s", "mean: 31s, distribution: fixed")).toBe("31s");
    expect(proposed("request-timeout: 10s", "mean: 5s")).toBe("35s");
  });

  it("is never shorter than the longest of a thousand requests, whatever is set", () => {
    for (const set of ["null", "1s", "5s", "30s", "49s"])
      for (const threads of [1, 2, 5, 15])
        for (const mean of [100, 900, 2500, 6000, 9000, 20_000]) {
          const wsgi = `request-timeout: ${set}, threads: ${threads}`;
          const value = proposed(wsgi, `mean: ${mean}ms`);
          if (value === undefined) continue;
          const [storm] = small(text(wsgi, `mean: ${mean}ms`)).storms;
          if (storm === undefined) throw new Error("there is no storm");
          expect(parseDuration(String(value)), `${wsgi}, ${mean}`).toBeGreaterThanOrEqual(
            limitFor(0.001, storm),
          );
        }
  });
});
