import { describe, expect, it } from "vitest";
import { predictWith } from "../small-tier.js";

/** Requests that come at once, and what each of them takes. */
const burst = (requests: number, mean: string) =>
  `storms: { storm: { requests: ${requests}, over: 0s, service_time: { mean: ${mean}, distribution: fixed } } }`;

describe("mirrorlist_server", () => {
  const server = (words: string) =>
    predictWith(`${burst(12, "1s")}
mirrorlist: { wsgi: { processes: 12 }, server: { ${words} } }`);

  it("serves max_children at once, 40 by default: the other slots are taken and wait", () => {
    const { servers, wait } = server("max_children: 4, reap_children: true");
    expect(servers[0]?.busy.mean).toBe(12);
    expect(wait.max.mean).toBeCloseTo(3, 6);
    expect(server("reap_children: true").wait.max.mean).toBeCloseTo(1, 6);
  });

  it("that ignores SIGCHLD waits at the limit until every child has ended", () => {
    const longest = (reaps: boolean) =>
      predictWith(`
storms: { storm: { requests: 2000, over: 0s, service_time: { mean: 1s, distribution: exponential } } }
mirrorlist: { wsgi: { processes: 2000 }, server: { max_children: 40, reap_children: ${reaps} } }`).wait.max
        .mean;
    // The longest of 40 exponential times is 4.3 times their mean.
    expect(longest(true)).toBeLessThan(2000 / 40 + 8);
    expect(longest(false)).toBeGreaterThan((2000 / 40) * 3.5);
    expect(longest(false)).toBeLessThan((2000 / 40) * 5);
  });
});

describe("an app server whose memory is used up", () => {
  it("takes longer for each request, the more of it lies in swap", () => {
    const longest = (memory: string) =>
      predictWith(`
${burst(100, "1s")}
app_servers: { app1: { memory: ${memory}, base_memory: 500MiB } }
mirrorlist: { wsgi: { processes: 100, memory_per_process: 20MiB } }`).wait.max.mean;
    expect(longest("2500MiB")).toBeCloseTo(1, 6);
    // A tenth of 2500 MiB is in swap: 1 + 49 x 0.1.
    expect(longest("2250MiB")).toBeCloseTo(5.9, 6);
  });
});
