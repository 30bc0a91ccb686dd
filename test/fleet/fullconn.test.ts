import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limitAt } from "../../src/fleet/limit-at.js";

describe("the limit of a server with minconn", () => {
  it.each([
    ["is minconn while the listener idles", 0, 5],
    ["is minconn as long as the share is smaller", 100, 5],
    ["is the share of maxconn", 200, 10],
    ["is maxconn at fullconn", 400, 20],
    ["is maxconn past it", 4000, 20],
  ])("%s", (_title, connections, limit) => {
    expect(limitAt(connections, 400, { minconn: 5, maxconn: 20 })).toBe(limit);
  });

  it("is maxconn where there is no fullconn, as before 1.5", () => {
    expect(limitAt(0, 0, { minconn: 5, maxconn: 20 })).toBe(20);
  });

  it("never leaves minconn and maxconn, and never falls as the load grows", () => {
    const count = fc.integer({ min: 1, max: 5000 });
    fc.assert(
      fc.property(count, count, count, count, (connections, full, minconn, more) => {
        const line = { minconn, maxconn: minconn + more };
        const limit = limitAt(connections, full, line);
        expect(limit).toBeGreaterThanOrEqual(line.minconn);
        expect(limit).toBeLessThanOrEqual(line.maxconn);
        expect(limitAt(connections + 1, full, line)).toBeGreaterThanOrEqual(limit);
      }),
    );
  });
});
