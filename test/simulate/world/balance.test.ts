import { describe, expect, it } from "vitest";
import { wheelOf } from "../../../src/simulate/world/balancer.js";
import { ends, idleWorld, planWith, predictWith } from "../small-tier.js";

const storm = (requests: number, over = "0s", mean = "1s") =>
  `storms: { storm: { requests: ${requests}, over: ${over}, service_time: { mean: ${mean}, distribution: fixed } } }`;

/** The most slots taken on each of three servers by twelve requests that come at once. */
const spread = (web: string, more = "") =>
  predictWith(`${storm(12)}
app_servers: { app2: {}, app3: {} }
mirrorlist: { wsgi: { processes: 20 } }
${more}
haproxy: { listeners: { web: { ${web} } } }`).servers.map(({ busy }) => busy.mean);

describe("the wheel of round robin", () => {
  it("gives each server as many turns as its weight, spread out", () => {
    expect([...wheelOf([1, 1, 1])]).toEqual([0, 1, 2]);
    expect([...wheelOf([4, 2])]).toEqual([0, 1, 0]);
    const turns = [...wheelOf([5, 3, 2])];
    expect([0, 1, 2].map((server) => turns.filter((turn) => turn === server).length)).toEqual([5, 3, 2]);
    expect(turns.slice(0, 5)).toContain(1);
    expect(turns.slice(0, 5)).toContain(2);
  });

  it("is empty without servers", () => {
    expect([...wheelOf([])]).toEqual([]);
    expect([...wheelOf([0, 0])]).toEqual([]);
  });
});

describe("balance", () => {
  it.each(["roundrobin", "static-rr", "leastconn"])("%s gives equal servers equal shares", (balance) => {
    expect(spread(`balance: ${balance}`)).toEqual([4, 4, 4]);
  });

  it("hdr spreads requests without the header in turn", () => {
    expect(spread("balance: hdr(appserver)")).toEqual([4, 4, 4]);
  });

  it("hdr is round robin in TCP mode", () => {
    expect(spread("balance: hdr(appserver), mode: tcp")).toEqual([4, 4, 4]);
  });

  it.each(["roundrobin", "leastconn", "hdr(x)"])("%s takes idle servers in turn", (balance) => {
    const plan = planWith(
      `app_servers: { app2: {}, app3: {} }\nhaproxy: { listeners: { web: { balance: ${balance} } } }`,
    );
    const { sessions, lines } = idleWorld(plan);
    const turns = Array.from({ length: 6 }, () => {
      sessions.ask(sessions.begin(0, 1000), 0, -1);
      const turn = lines.findIndex(({ line }) => line.served === 1);
      sessions.end(0, 0);
      return turn;
    });
    expect(turns).toEqual([0, 1, 2, 0, 1, 2]);
  });

  it("follows weights, and sends nothing to a server of weight 0", () => {
    const servers = "servers: { app1: { weight: 2 }, app3: { weight: 0 } }";
    expect(spread(`balance: roundrobin, ${servers}`)).toEqual([8, 4, 0]);
    expect(spread(`balance: leastconn, ${servers}`)).toEqual([8, 4, 0]);
  });

  it("source sends each client to a server of its own, and all shares are alike in the end", () => {
    const { servers } = predictWith(`${storm(3000)}
app_servers: { app2: {}, app3: {} }
mirrorlist: { wsgi: { processes: 2000 } }
haproxy: { listeners: { web: { balance: source } } }`);
    for (const { busy } of servers) expect(Math.abs(busy.mean - 1000)).toBeLessThan(100);
    expect(new Set(servers.map(({ busy }) => busy.mean)).size).toBeGreaterThan(1);
  });

  it("uri sends all requests for one path to one server", () => {
    expect(spread("balance: uri")).toEqual([12, 0, 0]);
  });

  it("first fills one server before it turns to the next", () => {
    expect(spread("balance: first, server: { maxconn: 5 }")).toEqual([5, 5, 2]);
  });

  it("random draws two servers and takes the less loaded; a full one is as good as none", () => {
    const shares = spread("balance: random(2)");
    expect(shares.reduce((sum, share) => sum + share, 0)).toBe(12);
    expect(Math.max(...shares)).toBeLessThan(8);
    const { wait } = predictWith(`${storm(12)}
app_servers: { app2: {}, app3: {} }
mirrorlist: { wsgi: { processes: 20 } }
haproxy: { listeners: { web: { balance: random(1), server: { maxconn: 4 } } } }`);
    expect(wait.max.mean).toBeCloseTo(2, 6);
  });

  it("leastconn spares a server that is slow; round robin makes its share wait", () => {
    const longest = (balance: string) =>
      predictWith(`${storm(400, "40s")}
app_servers: { app2: { mirrorlist: { wsgi: { processes: 30 } } } }
mirrorlist: { wsgi: { processes: 2 } }
haproxy: { listeners: { web: { balance: ${balance} } } }`).wait.max.mean;
    expect(longest("roundrobin")).toBeGreaterThan(50);
    expect(longest("leastconn")).toBeLessThan(10);
  });
});

describe("proxies", () => {
  it("get the requests by their shares of the traffic", () => {
    const { proxies } = predictWith(
      `${storm(10_000, "1000s")}\nproxies: { proxy1: { traffic: 40% }, "proxy[2-4]": {} }\nmirrorlist: { wsgi: { processes: 100 } }`,
    );
    expect(proxies.map(({ name }) => name)).toEqual(["proxy1", "proxy2", "proxy3", "proxy4"]);
    for (const [index, share] of [0.4, 0.2, 0.2, 0.2].entries())
      expect(proxies[index]?.requests.mean).toBeCloseTo(share, 1);
  });

  it("get no more for having more processes or listeners", () => {
    const more = `proxies: { proxy1: { haproxy: { global: { nbproc: 4 } } }, proxy2: {} }
haproxy: { version: "2.4" }`;
    const { proxies } = predictWith(
      `${storm(4000, "400s")}\n${more}\nmirrorlist: { wsgi: { processes: 100 } }`,
    );
    expect(proxies[0]?.requests.mean).toBeCloseTo(0.5, 1);
  });

  it("each count maxconn for themselves", () => {
    const { servers } = predictWith(
      `${storm(1000)}\nproxies: { "proxy[1-6]": {} }\nmirrorlist: { wsgi: { processes: 200 } }
haproxy: { listeners: { web: { server: { maxconn: 25 } } } }`,
    );
    expect(servers[0]?.busy.mean).toBe(150);
  });

  it("leave their queue to itself where only one of them is busy", () => {
    const prediction = predictWith(
      `${storm(100)}\nproxies: { proxy1: { traffic: 90% }, proxy2: {} }\nmirrorlist: { wsgi: { processes: 200 } }
haproxy: { listeners: { web: { timeout: { queue: 2500ms }, server: { maxconn: 10 } } } }`,
    );
    const [first, second] = prediction.proxies;
    expect(second?.answered.mean).toBe(1);
    expect(first?.answered.mean).toBeLessThan(0.5);
    expect(Object.keys(ends(prediction))).toEqual(["200 --", "503 sQ"]);
  });
});
