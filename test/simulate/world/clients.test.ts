import { describe, expect, it } from "vitest";
import { ends, planWith, predictWith, stormyWorld } from "../small-tier.js";

/** Ten requests at once for one slot, of clients that wait 4.5 s. */
const impatient = (lines: string, more = "") =>
  predictWith(`
storms: { storm: { requests: 10, over: 0s, patience: 4500ms, service_time: { mean: 1s, distribution: fixed } } }
haproxy: { listeners: { web: { ${lines} } } }
${more}`);

describe("clients that lose patience", () => {
  it("are gone, and their requests are served for nobody", () => {
    const prediction = impatient("server: { maxconn: 1 }");
    expect(ends(prediction)).toEqual({ "200 --": 4, "gone --": 6 });
    // The last of them waits for nine others, long after its client has gone; HAProxy's log counts that, too.
    expect(prediction.queueWait.max.mean).toBeCloseTo(9, 6);
    expect(prediction.moments.at(-1)?.t).toBeGreaterThanOrEqual(9);
    expect(impatient("server: { maxconn: 1 }, option: { abortonclose: true }").moments.length).toBeLessThan(
      6,
    );
  });

  it("leave the queue with option abortonclose, and nothing is served for them", () => {
    // The checks take longer than inter, so that the server is DOWN before the queue is served.
    const prediction = predictWith(`
storms: { storm: { requests: 20, over: 5s, patience: 60s, service_time: { mean: 5s, distribution: fixed } } }
haproxy:
  listeners:
    web:
      option: { httpchk: GET /app, abortonclose: true }
      server: { check: true, inter: 2s, maxconn: 1 }`);
    expect(ends(prediction)["gone CQ"]).toBeGreaterThan(15);
    expect(ends(prediction)["gone --"]).toBeUndefined();
  });

  it("leave the proxy with option abortonclose, while the app server works on", () => {
    expect(ends(impatient("option: { abortonclose: true }"))).toEqual({ "200 --": 4, "gone CH": 6 });
  });

  it("leave while HAProxy still connects", () => {
    const apache = "apache: { MaxRequestWorkers: 25, ServerLimit: 1, ListenBackLog: 1 }";
    const slots = "mirrorlist: { wsgi: { processes: 25 } }";
    const storm =
      "storms: { storm: { requests: 40, over: 0s, patience: 4500ms, service_time: { mean: 8s, distribution: fixed } } }";
    const web = "haproxy: { listeners: { web: { option: { abortonclose: true } } } }";
    expect(ends(predictWith(`${storm}\n${web}\n${apache}\n${slots}`))).toEqual({
      "gone CC": 13,
      "gone CH": 27,
    });
  });

  it("are never accepted where the proxy has no room for them", () => {
    expect(ends(impatient("maxconn: 2, backlog: 2"))).toEqual({ "200 --": 4, "gone --": 2, "gone none": 4 });
  });

  it("wait until they ask again where no patience is given", () => {
    const storm =
      "storms: { storm: { requests: 10, over: 0s, every: 6500ms, service_time: { mean: 1s, distribution: fixed } } }";
    const prediction = predictWith(`${storm}\nhaproxy: { listeners: { web: { server: { maxconn: 1 } } } }`);
    expect(ends(prediction)).toEqual({ "200 --": 6, "gone --": 4 });
  });
});

describe("clients that have left, while HAProxy does not know", () => {
  it("are counted as gone, with the flags that the log has", () => {
    const prediction = impatient("server: { maxconn: 1 }, timeout: { queue: 6500ms }");
    expect(ends(prediction)).toEqual({ "200 --": 4, "gone --": 3, "gone sQ": 3 });
    expect(prediction.answered.mean).toBe(0.4);
    expect(prediction.flags).toMatchObject({ "--": { mean: 0.7 }, sQ: { mean: 0.3 } });
    expect(prediction.status).toMatchObject({ gone: { mean: 0.6 }, 503: { mean: 0 } });
    // Nobody sees their 503.
    expect(prediction.moments.reduce((sum, { failed }) => sum + failed, 0)).toBe(0);
  });
});

/** So many requests at once for one slot that each holds for a second. */
const returning = (requests: number, storm: string, lines: string, seed = 1) =>
  predictWith(
    `
storms: { storm: { requests: ${requests}, over: 0s, ${storm}, service_time: { mean: 1s, distribution: fixed } } }
haproxy: { listeners: { web: { ${lines} } } }`,
    { seed },
  );

describe("clients that ask again", () => {
  const QUEUE = "server: { maxconn: 1 }, timeout: { queue: 2500ms }";

  it("are answered in the end, or not, and make more requests", () => {
    const prediction = returning(10, "retry: { times: 1, after: 10s }", QUEUE);
    expect(ends(prediction)).toEqual({ "200 --": 6, "503 sQ": 4 });
    expect([prediction.requests, prediction.requestsMade.mean]).toEqual([10, 17]);
    // Three of those that come back at 12.5 s have their second by 15.5 s: that is what their clients have waited.
    expect(prediction.wait.max.mean).toBeCloseTo(15.5, 6);
    // Each 503 is seen, the first ones too.
    const early = prediction.moments.filter(({ t }) => t <= 3);
    expect(early.reduce((sum, { failed }) => sum + failed, 0)).toBe(7);
  });

  it("do so as often as they may, and no oftener", () => {
    const prediction = returning(10, "retry: { times: 3, after: 10s }", QUEUE);
    expect(ends(prediction)).toEqual({ "200 --": 10 });
    expect(prediction.requestsMade.mean).toBe(10 + 7 + 4 + 1);
  });

  it("leave work for nobody behind, where HAProxy does not see them go", () => {
    const storm = "patience: 1500ms, retry: { times: 1, after: 0s }";
    const blind = returning(3, storm, "server: { maxconn: 1 }");
    expect([ends(blind), blind.requestsMade.mean]).toEqual([{ "200 --": 1, "gone --": 2 }, 5]);
    expect(blind.moments.filter(({ busy }) => busy > 0).length).toBe(5);
  });

  it("are the same clients as without it, where all are answered", () => {
    const storm = (more: string) =>
      `storms: { storm: { requests: 300, over: 400s, ${more} service_time: { mean: 1s } } }`;
    const once = predictWith(storm(""), { runs: 2 });
    const again = predictWith(storm("retry: { times: 3, after: 5s },"), { runs: 2 });
    expect(again).toEqual(once);
  });

  it("take no more memory than those under way", () => {
    const lines = `
storms: { storm: { requests: 20000, over: 20000s, retry: { times: 2, after: 1s }, service_time: { mean: 500ms } } }
haproxy: { listeners: { web: { server: { maxconn: 1 }, timeout: { queue: 200ms } } } }`;
    const world = stormyWorld(planWith(lines));
    expect(world.recorder.madeInVain).toBeGreaterThan(2000);
    expect(world.requests.links.next.length).toBe(256);
  });
});

describe("requests that nothing ends", () => {
  it("are counted as unanswered an hour after the last one came", () => {
    // Checks take longer than inter: the server is DOWN for good, and the queue has no limit.
    const prediction = predictWith(
      `
storms: { storm: { requests: 20, over: 10s, service_time: { mean: 5s, distribution: fixed } } }
haproxy: { listeners: { web: { option: { httpchk: GET /app }, server: { check: true, inter: 2s, maxconn: 1 } } } }`,
      { sets: ["haproxy.defaults.timeout.queue=null", "haproxy.defaults.timeout.connect=null"] },
    );
    expect(ends(prediction)).toMatchObject({ "gone none": expect.any(Number) });
    const { outcomes } = prediction;
    expect(outcomes.reduce((sum, { share }) => sum + share.mean, 0)).toBeCloseTo(1, 9);
    expect(outcomes.map(({ words }) => words)).toContain("still waiting an hour after the last request");
  });
});
