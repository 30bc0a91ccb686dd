import { describe, expect, it } from "vitest";
import { Line } from "../../../src/simulate/world/line.js";
import { Requests } from "../../../src/simulate/world/requests.js";
import { idleWorld, planWith } from "../small-tier.js";

const lineOf = (words: string): Line => {
  const plan = planWith(`haproxy: { listeners: { web: { server: { ${words} } } } }`);
  const [line] = plan.proxies[0]?.listeners[0]?.backend.lines ?? [];
  if (line === undefined) throw new Error("the small tier has one server line");
  return new Line(line, 0, new Requests());
};

describe("a server line with slowstart", () => {
  const line = lineOf("maxconn: 40, weight: 10, slowstart: 10s");
  const limit = (now: number) => line.limit(now, 0, 1000);

  it("has its full limit and weight until it has been DOWN", () => {
    expect([limit(0), line.weightAt(0)]).toEqual([40, 160]);
  });

  it("takes one request at first once it is back, and its limit after that time", () => {
    line.backSince = 1000;
    expect([1000, 2000, 6000, 10_999, 11_000].map(limit)).toEqual([1, 4, 20, 39, 40]);
  });

  it("weighs a sixteenth more with each sixteenth of the time", () => {
    expect([1000, 2000, 6000, 11_000].map((now) => line.weightAt(now))).toEqual([10, 20, 90, 160]);
  });

  it("is at its limit at once without slowstart", () => {
    const plain = lineOf("maxconn: 40");
    plain.backSince = 1000;
    expect(plain.limit(1000, 0, 1000)).toBe(40);
  });
});

describe("a server with slowstart that is called UP again", () => {
  it("begins with one request, and is looked at again each twentieth of the time", () => {
    const words = "maxconn: 40, slowstart: 60s";
    const plan = planWith(`haproxy: { listeners: { web: { server: { ${words} } } } }`);
    const world = idleWorld(plan);
    const [place] = world.lines;
    if (place === undefined) throw new Error("the small tier has one server line");
    const { backend, line } = place;
    backend.markDown(line);
    expect(line.serving).toBe(false);
    backend.markUp(line);
    expect([line.serving, line.limit(0, 0, 1000)]).toEqual([true, 1]);
    const steps: number[] = [];
    while (world.events.take()) {
      steps.push(world.events.now);
      backend.warmUp(line);
    }
    expect(steps).toEqual(Array.from({ length: 20 }, (_, step) => (step + 1) * 3000));
    expect(line.limit(world.events.now, 0, 1000)).toBe(40);
  });
});
