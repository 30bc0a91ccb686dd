import { expect, it } from "vitest";
import type { App } from "../app.js";
import { HELD, startApp } from "../app.js";
import type { Haproxy } from "../haproxy.js";
import { DEFAULTS, startHaproxy } from "../haproxy.js";
import type { Ask } from "../load.js";
import { ask } from "../load.js";
import { freePort, waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

/** Two servers that take one request each and let one wait. */
const startTier = async (lines: string): Promise<{ port: number; a: App; b: App; proxy: Haproxy }> => {
  const [a, b] = [await startApp("a", () => HELD), await startApp("b", () => HELD)];
  const port = await freePort();
  const proxy = await startHaproxy(`${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  ${lines}
  server a 127.0.0.1:${a.port} cookie a maxconn 1 maxqueue 1
  server b 127.0.0.1:${b.port} cookie b maxconn 1 maxqueue 1
`);
  return { port, a, b, proxy };
};

/** Fills server a and its queue with requests that name it; gives back what they are answered in the end. */
const fill = async ({ a, proxy }: { a: App; proxy: Haproxy }, what: Ask) => {
  const first = ask(what);
  await waitFor("a request at server a", () => a.served().length === 1);
  const second = ask(what);
  await waitFor("a request in the queue", async () => (await proxy.stat("web", "a")).qcur === "1");
  return [first, second];
};

/** A value of the header that the hash puts on server a. */
const HASHED_TO_A = { appserver: "anything" };

describeWith(["haproxy"], "maxqueue", () => {
  it("refuses, without a wait, with 503 and SQ, the next request that the hash puts on the server, though another is idle", async () => {
    const tier = await startTier("balance hdr(appserver)\n  option redispatch");
    const waiting = await fill(tier, { port: tier.port, headers: HASHED_TO_A });
    const refused = await ask({ port: tier.port, headers: HASHED_TO_A, path: "/refused" });
    expect(refused.status).toBe(503);
    expect(tier.b.served()).toHaveLength(0);
    await waitFor("the log", () => tier.proxy.accesses().length > 0);
    expect(tier.proxy.accesses()).toMatchObject([
      { path: "/refused", status: 503, flags: "SQ", server: "a" },
    ]);
    tier.a.release();
    expect((await Promise.all(waiting)).map((answer) => answer.status)).toEqual([200, 200]);
  });

  it("refuses a request that a cookie puts on the server, too", async () => {
    const tier = await startTier("cookie where");
    const waiting = await fill(tier, { port: tier.port, headers: { cookie: "where=a" } });
    expect((await ask({ port: tier.port, headers: { cookie: "where=a" } })).status).toBe(503);
    tier.a.release();
    await Promise.all(waiting);
  });

  it("sends that request to another server where option redispatch is set", async () => {
    const tier = await startTier("cookie where\n  option redispatch");
    const waiting = await fill(tier, { port: tier.port, headers: { cookie: "where=a" } });
    tier.b.release();
    expect(await ask({ port: tier.port, headers: { cookie: "where=a" } })).toMatchObject({
      status: 200,
      body: "b",
    });
    tier.a.release();
    await Promise.all(waiting);
  });

  it("does not bound requests that name no server: they wait in the backend's queue", async () => {
    const tier = await startTier("balance roundrobin");
    const answers = Array.from({ length: 8 }, () => ask({ port: tier.port }));
    await waitFor("the queue", async () => (await tier.proxy.stat("web", "BACKEND")).qcur === "6");
    tier.a.release();
    tier.b.release();
    expect((await Promise.all(answers)).map((answer) => answer.status)).toEqual(Array(8).fill(200));
  });

  it("is no bound as 0", async () => {
    const app = await startApp("app", () => HELD);
    const port = await freePort();
    const proxy = await startHaproxy(`${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  balance hdr(appserver)
  server app 127.0.0.1:${app.port} maxconn 1 maxqueue 0
`);
    const answers = Array.from({ length: 8 }, () => ask({ port, headers: HASHED_TO_A }));
    await waitFor("the queue", async () => (await proxy.stat("web", "app")).qcur === "7");
    app.release();
    expect((await Promise.all(answers)).map((answer) => answer.status)).toEqual(Array(8).fill(200));
  });
});
