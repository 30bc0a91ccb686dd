import { expect, it } from "vitest";
import { HELD, startApp } from "../app.js";
import { startHaproxy } from "../haproxy.js";
import { ask } from "../load.js";
import { freePort, waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

/** A tier whose only slot is taken, and a request that comes then. */
const overload = async (defaults: string, lines = "") => {
  const app = await startApp("app", () => HELD);
  const port = await freePort();
  const proxy = await startHaproxy(`
defaults
  mode http
  log global
  option httplog
  timeout client 1h
  timeout server 1h
  ${defaults}
listen web
  bind 127.0.0.1:${port}
  ${lines}
  server app 127.0.0.1:${app.port} maxconn 1
`);
  const first = ask({ port });
  await waitFor("the slot to be taken", () => app.served().length === 1);
  return { app, proxy, first, second: ask({ port, path: "/queued" }) };
};

describeWith(["haproxy"], "the longest wait in the queue", () => {
  it.each([
    ["timeout connect of the defaults, if timeout queue is not set", "timeout connect 300ms", "", 300],
    ["timeout connect of the listener, if that is set", "timeout connect 300ms", "timeout connect 1s", 1_000],
    ["timeout queue, if that is set", "timeout connect 300ms\n  timeout queue 1s", "", 1_000],
    [
      "timeout queue of the defaults, even if the listener sets timeout connect",
      "timeout queue 300ms\n  timeout connect 300ms",
      "timeout connect 1h",
      300,
    ],
  ])("is %s: then 503, with flags sQ", async (_title, defaults, lines, expected) => {
    const { app, proxy, first, second } = await overload(defaults, lines);
    const { status, milliseconds } = await second;
    expect(status).toBe(503);
    expect(milliseconds).toBeGreaterThan(expected - 20);
    await waitFor("the log", () => proxy.accesses().length > 0);
    expect(proxy.accesses()).toMatchObject([{ path: "/queued", status: 503, flags: "sQ" }]);
    app.release();
    expect((await first).status).toBe(200);
  });

  it("has no limit if neither is set", async () => {
    const { app, first, second } = await overload("");
    const early = await Promise.race([second, new Promise((resolve) => setTimeout(resolve, 1_500))]);
    expect(early).toBeUndefined();
    app.release();
    expect([(await first).status, (await second).status]).toEqual([200, 200]);
  });
});
