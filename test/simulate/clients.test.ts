import { describe, expect, it } from "vitest";
import { ends, predictWith } from "./small-tier.js";

/** Ten requests at once for one slot, of clients that wait 4.5 s. */
const impatient = (lines: string, more = "") =>
  predictWith(`
storms: { storm: { requests: 10, over: 0s, patience: 4500ms, service_time: { mean: 1s, distribution: fixed } } }
haproxy: { listeners: { web: { ${lines} } } }
${more}`);

describe("clients that lose patience", () => {
  it("are gone, and their requests are served for nobody", () => {
    const prediction = impatient("server: { maxconn: 1 }");
    expect(ends(prediction)).toEqual({ "200 --": 4, "gone CD": 6 });
    expect(prediction.queueWait.max.mean).toBeCloseTo(4.5, 6);
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
    expect(ends(prediction)["gone CD"]).toBeUndefined();
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
    expect(ends(impatient("maxconn: 2, backlog: 2"))).toEqual({ "200 --": 4, "gone CD": 2, "gone none": 4 });
  });

  it("wait until they ask again where no patience is given", () => {
    const storm =
      "storms: { storm: { requests: 10, over: 0s, every: 6500ms, service_time: { mean: 1s, distribution: fixed } } }";
    const prediction = predictWith(`${storm}\nhaproxy: { listeners: { web: { server: { maxconn: 1 } } } }`);
    expect(ends(prediction)).toEqual({ "200 --": 6, "gone CD": 4 });
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
