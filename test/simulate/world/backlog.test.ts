import { describe, expect, it } from "vitest";
import { loadInventory, simulate } from "../../../src/api/library.js";

describe("a backlog of requests that end as soon as they are accepted", () => {
  it("drains, however long it is, once all servers are DOWN", () => {
    const loaded = loadInventory("templates/init/prod.yaml", {
      sets: [
        "storms.spike.requests=30000",
        "storms.spike.over=5s",
        "storms.spike.service_time.mean=60s",
        // A second listener, so that what one has let go makes room at both.
        "haproxy.listeners.other={bind: 0.0.0.0:10003, slots: mirrorlist, server: {port: 80, check: true, maxconn: 21}}",
      ],
    });
    if (!loaded.ok) throw new Error(loaded.findings.map(({ message }) => message).join("\n"));
    const simulated = simulate(loaded.fleet, { runs: 1 });
    if (!simulated.ok) throw new Error(simulated.reason);
    const { requests, status, downEvents } = simulated.prediction;
    expect(requests).toBe(30_000);
    expect(Object.values(status).reduce((sum, { mean }) => sum + mean, 0)).toBeCloseTo(1);
    expect(downEvents.mean).toBeGreaterThanOrEqual(5);
    expect(status["503"].mean).toBeGreaterThan(0.1);
  });
});
