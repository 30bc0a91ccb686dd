import { describe, expect, it } from "vitest";
import { ends, idleWorld, planWith, predictWith } from "./small-tier.js";

/** Ten requests at once, each of which takes a second. */
const BURST =
  "storms: { storm: { requests: 10, over: 0s, service_time: { mean: 1s, distribution: fixed } } }";

const burst = (listener: string, more = "") =>
  predictWith(`${BURST}\n${more}\nhaproxy: { listeners: { web: { ${listener} } } }`);

const ONE_SLOT = "server: { maxconn: 1 }";

describe("HAProxy's queue", () => {
  it("gives up after timeout queue, with 503 and sQ", () => {
    const prediction = burst(`${ONE_SLOT}, timeout: { queue: 4500ms }`);
    expect(ends(prediction)).toEqual({ "200 --": 5, "503 sQ": 5 });
    expect(prediction.queueWait.max.mean).toBeCloseTo(4.5, 6);
  });

  it("gives up after timeout connect where timeout queue is not set", () => {
    const timeout = "timeout: { connect: 2500ms }";
    const sets = ["haproxy.defaults.timeout.queue=null"];
    const prediction = predictWith(`${BURST}\nhaproxy: { listeners: { web: { ${ONE_SLOT}, ${timeout} } } }`, {
      sets,
    });
    expect(ends(prediction)).toEqual({ "200 --": 3, "503 sQ": 7 });
  });

  it("is first in, first out: the last of ten waits for nine services", () => {
    const { wait, queueWait } = burst(ONE_SLOT);
    expect(wait.max.mean).toBeCloseTo(10, 6);
    expect(queueWait.max.mean).toBeCloseTo(9, 6);
    expect(queueWait.mean.mean).toBeCloseTo(4.5, 6);
  });

  it("is one queue for all servers: whichever is free takes the next", () => {
    const servers = "app_servers: { app2: { mirrorlist: { wsgi: { processes: 1 } } } }";
    const { wait } = burst(ONE_SLOT, servers);
    expect(wait.max.mean).toBeCloseTo(5, 6);
  });

  it("holds what a hash has put on one server for that one, though another is idle", () => {
    const servers = "app_servers: { app2: {} }";
    const { wait, servers: found } = burst(`${ONE_SLOT}, balance: uri`, servers);
    expect(wait.max.mean).toBeCloseTo(10, 6);
    expect(found.map(({ busy }) => busy.mean).sort()).toEqual([0, 1]);
  });

  it("refuses what a hash has put on a server whose queue is full, with 503 and SQ, and redispatch does not help", () => {
    const server = "server: { maxconn: 1, maxqueue: 3 }, balance: uri, option: { redispatch: true }";
    expect(ends(burst(server, "app_servers: { app2: {} }"))).toEqual({ "200 --": 4, "503 SQ": 6 });
  });

  it("has no bound by maxqueue where any server will do", () => {
    expect(ends(burst("server: { maxconn: 1, maxqueue: 3 }"))).toEqual({ "200 --": 10 });
  });

  it("counts for each process where nbproc makes several of them", () => {
    const wait = (nbproc: number) =>
      predictWith(
        `${BURST.replace("requests: 10", "requests: 400")}
mirrorlist: { wsgi: { processes: 100 } }
haproxy: { version: "2.4", global: { nbproc: ${nbproc} }, listeners: { web: { server: { maxconn: 10 } } } }`,
      );
    expect(wait(1).servers[0]?.busy.mean).toBe(10);
    expect(wait(4).servers[0]?.busy.mean).toBe(40);
    expect(wait(4).wait.max.mean).toBeLessThan(wait(1).wait.max.mean / 2);
  });
});

describe("HAProxy's two queues", () => {
  it("are served in the order of coming: what waits for one server, and what waits for any", () => {
    const lines = `${BURST}\napp_servers: { app2: {} }\nhaproxy: { listeners: { web: { balance: hdr(x), ${ONE_SLOT} } } }`;
    const world = idleWorld(planWith(lines));
    const [one, two] = world.lines;
    if (!one || !two) throw new Error("there are two server lines");
    const { backend, line } = one;
    const ask = (at: number) => {
      world.events.now = at;
      world.sessions.ask(world.sessions.begin(0, 1000), 0, -1);
    };
    ask(1);
    ask(2);
    expect([line.served, two.line.served, backend.queue.length]).toEqual([1, 1, 0]);
    ask(3);
    expect(backend.queue.length).toBe(1);
    // With one server left all requests are for that one.
    backend.markDown(two.line);
    ask(4);
    ask(5);
    expect([backend.queue.length, line.queue.length]).toEqual([1, 2]);
    backend.markUp(two.line);
    ask(6);
    expect([backend.queue.length, line.queue.length]).toEqual([2, 2]);
    const left: (readonly number[])[] = [];
    for (let turn = 0; turn < 4; turn++) {
      backend.release(line);
      left.push([backend.queue.length, line.queue.length]);
    }
    expect(left).toEqual([
      [1, 2],
      [1, 1],
      [1, 0],
      [0, 0],
    ]);
  });
});

describe("the queue of a server that goes DOWN", () => {
  it.each([
    ["3.0.5", "the others", false],
    ["3.0.6", "that server, past its maxconn", true],
    ["3.2", "that server, past its maxconn", true],
  ])("goes, with HAProxy %s, to %s", (version, _whom, stays) => {
    const lines = `${BURST}\napp_servers: { app2: {} }\nhaproxy: { version: "${version}", listeners: { web: { balance: source, option: { redispatch: true }, ${ONE_SLOT} } } }`;
    const world = idleWorld(planWith(lines));
    const [one, two] = world.lines;
    if (!one || !two) throw new Error("there are two server lines");
    for (let at = 1; at <= 6; at++) {
      world.events.now = at;
      world.sessions.ask(world.sessions.begin(0, 1000), 0, at);
    }
    expect(Math.min(one.line.queue.length, two.line.served)).toBeGreaterThan(0);
    const before = two.line.queue.length;
    const waiting = one.line.queue.length;
    one.backend.markDown(one.line);
    const sent = stays ? waiting : 0;
    expect([one.line.served, two.line.served, two.line.queue.length - before]).toEqual([
      1 + sent,
      1,
      waiting - sent,
    ]);
  });
});

describe("minconn", () => {
  const most = (server: string, fullconn: number) =>
    burst(`server: { ${server} }, fullconn: ${fullconn}`, "mirrorlist: { wsgi: { processes: 20 } }")
      .servers[0]?.busy.mean;

  it("is the limit at low load, and grows to maxconn at fullconn", () => {
    expect(most("minconn: 2, maxconn: 8", 1000)).toBe(2);
    // Once the first two are answered, eight or nine of twenty are left: 9 x 8 / 20. Until then nobody looks again.
    expect(most("minconn: 2, maxconn: 8", 20)).toBe(3);
    expect(most("minconn: 2, maxconn: 8", 5)).toBe(8);
  });

  it("over maxconn takes its place", () => {
    expect(most("minconn: 6, maxconn: 3", 1000)).toBe(6);
  });
});

describe("the connections that a proxy takes at once", () => {
  const held = (lines: string) => predictWith(`${BURST}\n${lines}\nmirrorlist: { wsgi: { processes: 10 } }`);

  it("are bounded by the listener's maxconn: the rest waits in the kernel, where timeout queue does not count", () => {
    const { wait, queueWait, status } = held(
      "haproxy: { listeners: { web: { maxconn: 5, backlog: 100, timeout: { queue: 1ms } } } }",
    );
    expect(status[200].mean).toBe(1);
    expect(wait.max.mean).toBeCloseTo(2, 6);
    expect(queueWait.max.mean).toBe(0);
  });

  it("are bounded by the process's maxconn as well, which listeners share", () => {
    const listeners =
      "listeners: { web: { backlog: 100 }, web2: { bind: 0.0.0.0:81, backlog: 100, slots: mirrorlist, server: { port: 80 } } }";
    const { wait } = held(`haproxy: { global: { maxconn: 4 }, ${listeners} }`);
    expect(wait.max.mean).toBeCloseTo(3, 6);
  });

  it("leave some out where the backlog is full: their SYNs are sent again after 1 s, 3 s, 7 s", () => {
    const { wait, status } = held("haproxy: { listeners: { web: { maxconn: 2, backlog: 1 } } }");
    expect(status[200].mean).toBe(1);
    // Two are taken at once, two wait in the backlog, six come again after a second: two to be served, one
    // to find a place in the backlog, the others at 3 s and 7 s.
    expect(wait.max.mean).toBeGreaterThanOrEqual(4);
    expect(wait.max.mean).toBeLessThan(12);
  });
});
