import { describe, expect, it } from "vitest";
import { CHECK_DUE } from "../../../src/simulate/world/events.js";
import { ends, idleWorld, planWith, predictWith } from "../small-tier.js";

const storm = (requests: number, over: string, mean = "1s") =>
  `storms: { storm: { requests: ${requests}, over: ${over}, service_time: { mean: ${mean}, distribution: fixed } } }`;

const CHECK = "check: true, inter: 2s, rise: 2, fall: 3";

const web = (lines: string, options = "") =>
  `haproxy: { listeners: { web: { option: { httpchk: GET /app ${options} }, ${lines} } } }`;

describe("a health check", () => {
  it("waits behind requests, and calls a server DOWN that answers them all", () => {
    const { downEvents, status } = predictWith(`${storm(100, "1s")}\n${web(`server: { ${CHECK} }`)}`);
    expect(downEvents.mean).toBe(1);
    expect(status[200].mean).toBe(1);
  });

  it("finds a slot where maxconn leaves it one", () => {
    const two = "mirrorlist: { wsgi: { processes: 2 } }";
    const { downEvents, servers } = predictWith(
      `${storm(100, "1s")}\n${two}\n${web(`server: { ${CHECK}, maxconn: 1 }`)}`,
    );
    expect(downEvents.mean).toBe(0);
    // It passes maxconn by: one request and one check.
    expect(servers[0]?.busy.mean).toBe(2);
  });

  it("asks for no slot where it only connects, or asks for a page that Apache has itself", () => {
    const down = (option: string) =>
      predictWith(`${storm(100, "1s")}\nhaproxy: { listeners: { web: { ${option} server: { ${CHECK} } } } }`)
        .downEvents.mean;
    expect(down("")).toBe(0);
    expect(down("option: { httpchk: GET /server-status },")).toBe(0);
    expect(down("option: { httpchk: GET /app/status },")).toBe(1);
  });

  it("waits with the requests where Apache has no worker for it, whatever it asks for", () => {
    const apache = "apache: { MaxRequestWorkers: 25, ServerLimit: 1 }";
    const page =
      "haproxy: { listeners: { web: { option: { httpchk: GET /page }, server: { check: true, inter: 2s } } } }";
    expect(predictWith(`${storm(100, "1s")}\n${apache}\n${page}`).downEvents.mean).toBe(1);
  });

  it("that takes longer than inter fails, though nothing else is there", () => {
    const { downEvents } = predictWith(`${storm(2, "60s", "3s")}\n${web(`server: { ${CHECK} }`)}`);
    expect(downEvents.mean).toBe(1);
  });

  it("holds its slot for check_takes where that is set, and waits for it as before", () => {
    const down = (takes: string, requests = 2) =>
      predictWith(`${storm(requests, "60s", "3s")}\n${web(`check_takes: ${takes}, server: { ${CHECK} }`)}`)
        .downEvents.mean;
    expect(down("20ms")).toBe(0);
    expect(down("2100ms")).toBe(1);
    expect(down("20ms", 100)).toBe(1);
  });

  it("has timeout check for its answer where that is set", () => {
    const { downEvents } = predictWith(
      `${storm(2, "60s", "3s")}\n${web(`timeout: { check: 4s }, server: { ${CHECK} }`)}`,
    );
    expect(downEvents.mean).toBe(0);
  });

  it("is made by each proxy, and by each process of it", () => {
    const down = (lines: string) =>
      predictWith(`${storm(100, "1s")}\n${lines}\n${web(`server: { ${CHECK} }`)}`).downEvents.mean;
    expect(down('proxies: { "proxy[1-5]": {} }')).toBe(5);
    expect(
      predictWith(`${storm(100, "1s")}
haproxy: { version: "2.4", global: { nbproc: 3 }, listeners: { web: { option: { httpchk: GET /app }, server: { ${CHECK} } } } }`)
        .downEvents.mean,
    ).toBe(3);
  });

  it("needs fall failures, fastinter apart once one has failed", () => {
    // Busy for 10 s: three failures take 2 s each, and the time between them.
    const down = (words: string) =>
      predictWith(`${storm(10, "0s")}\n${web(`server: { check: true, rise: 2, ${words} }`)}`).downEvents.mean;
    expect(down("inter: 2s, fall: 9")).toBe(0);
    expect(down("inter: 2s, fastinter: 100ms, fall: 3")).toBe(1);
  });
});

describe("a server's state", () => {
  it("is DOWN after fall failures in a row, and UP after rise successes in a row", () => {
    const plan = planWith(web(`server: { check: true, inter: 2s, rise: 2, fall: 3 }`));
    const { checks, lines } = idleWorld(plan);
    const states = [..."--+---+-++-"].map((result) => {
      const [check] = checks;
      check?.begin();
      check?.answered(result === "+");
      return lines[0]?.line.up ? "U" : "D";
    });
    expect(states.join("")).toBe("UUUUUDDDDUU");
  });
});

describe("the checks of a server", () => {
  const times = (global: string) => {
    const lines = `haproxy: { global: { ${global} }, listeners: { web: { server: { check: true, inter: 10s } } } }`;
    const { events, checks } = idleWorld(planWith(lines));
    const due: number[] = [];
    while (due.length < 200 && events.take()) {
      if (events.kind !== CHECK_DUE) continue;
      due.push(events.now);
      checks[0]?.begin();
    }
    return due.slice(1).map((time, index) => time - (due[index] ?? 0));
  };

  it("are inter apart, from the end of one to the next", () => {
    for (const apart of times("")) expect(apart).toBeCloseTo(10_000, 6);
  });

  it("are as much sooner or later as spread-checks says", () => {
    const apart = times("spread-checks: 20");
    expect(Math.min(...apart)).toBeGreaterThanOrEqual(8_000);
    expect(Math.min(...apart)).toBeLessThan(8_200);
    expect(Math.max(...apart)).toBeGreaterThan(11_800);
    expect(Math.max(...apart)).toBeLessThanOrEqual(12_000);
  });
});

/** Two servers, of which the first has a long queue before it is called DOWN; what comes later finds the second. */
const failover = (options = "", backups = "backups: { backup1: {}, backup2: {} }") =>
  predictWith(`
app_servers: { app1: { mirrorlist: { wsgi: { processes: 1 } } } }
${backups}
mirrorlist: { wsgi: { processes: 40 } }
storms: { storm: { requests: 600, over: 60s, service_time: { mean: 1s, distribution: fixed } } }
${web(`server: { ${CHECK} }`, options)}`);

describe("backups", () => {
  it("serve once no active server is UP, the first of them alone", () => {
    const { servers } = failover();
    expect(servers.map(({ name }) => name)).toEqual(["app1", "backup1", "backup2"]);
    expect(servers[1]?.busy.mean).toBeGreaterThan(8);
    // The check is all that it has.
    expect(servers[2]?.busy.mean).toBe(1);
  });

  it("serve together with option allbackups", () => {
    const { servers } = failover(", allbackups: true");
    expect(servers[2]?.busy.mean).toBeGreaterThan(3);
  });

  it("are no help where there are none: 503 with SC, at once", () => {
    const prediction = failover("", "");
    expect(Object.keys(ends(prediction))).toEqual(["200 --", "503 SC"]);
  });
});

describe("what waits for a server that goes DOWN", () => {
  // All requests hash to app1; its queue is long when the third check fails.
  const moved = (redispatch: boolean) =>
    predictWith(`
app_servers: { app2: {} }
mirrorlist: { wsgi: { processes: 2 } }
storms: { storm: { requests: 40, over: 0s, service_time: { mean: 3s, distribution: fixed } } }
${web(`balance: uri, server: { ${CHECK}, maxconn: 2 }`, `, redispatch: ${redispatch}`)}`);

  it("moves to the others with option redispatch, and waits on without", () => {
    // Checks take 3 s and fail everywhere, so that both are called DOWN: with redispatch nobody is left to move to.
    expect(Object.keys(ends(moved(true)))).toEqual(["200 --", "503 SC"]);
    expect(ends(moved(false))).toEqual({ "200 --": 40 });
  });

  it("does not move to an idle backup under round robin, and nor does what comes later", () => {
    const stalled = (balance: string) =>
      predictWith(`
app_servers: { app1: { mirrorlist: { wsgi: { processes: 1 } } } }
backups: { backup1: {} }
mirrorlist: { wsgi: { processes: 40 } }
storms: { storm: { requests: 400, over: 40s, service_time: { mean: 1s, distribution: fixed } } }
${web(`balance: ${balance}, timeout: { queue: 15s }, server: { ${CHECK}, maxconn: 3 }, servers: { backup1: { maxconn: 30 } }`)}`);
    expect(stalled("roundrobin").status[503].mean).toBeGreaterThan(0.1);
    expect(Object.keys(ends(stalled("roundrobin")))).toEqual(["200 --", "503 sQ"]);
    expect(ends(stalled("leastconn"))).toEqual({ "200 --": 400 });
  });
});
