import { expect, it } from "vitest";
import { HELD, startApp } from "../app.js";
import { DEFAULTS, startHaproxy } from "../haproxy.js";
import { ask } from "../load.js";
import { freePort, waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

/** The rows of two servers with 16 requests of different keys under way, just after the first one has come back. */
const afterReturn = async (balance: string) => {
  const [back, other] = [await startApp("back", () => HELD), await startApp("other", () => HELD)];
  const port = await freePort();
  const proxy = await startHaproxy(`${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  balance ${balance}
  server back 127.0.0.1:${back.port} check maxconn 20 slowstart 1h
  server other 127.0.0.1:${other.port} check maxconn 20
`);
  await proxy.command("set server web/back health down");
  await proxy.command("set server web/back health up");
  await waitFor("UP", async () => (await proxy.stat("web", "back")).status === "UP");
  const answers = Array.from({ length: 16 }, (_, key) => ask({ port, headers: { key: `key${key}` } }));
  await waitFor("all 16", async () => {
    const [one, two] = [await proxy.stat("web", "back"), await proxy.stat("web", "other")];
    return [one.scur, one.qcur, two.scur].reduce((sum, count) => sum + Number(count), 0) === 16;
  });
  const [row, rest] = [await proxy.stat("web", "back"), await proxy.stat("web", "other")];
  back.release();
  other.release();
  await Promise.all(answers);
  return { served: Number(row.scur), waiting: Number(row.qcur), elsewhere: Number(rest.scur) };
};

describeWith(["haproxy"], "a server with slowstart that comes back", () => {
  it("gets its full share under a hash, serves a request or two of it and lets the rest wait", async () => {
    const { served, waiting, elsewhere } = await afterReturn("hdr(key)");
    expect(served).toBeLessThanOrEqual(2);
    expect(waiting).toBeGreaterThanOrEqual(2);
    expect(elsewhere).toBeLessThan(14);
  });

  it("gets as much as it may serve under roundrobin: nothing waits, the other server takes the rest", async () => {
    const { served, waiting, elsewhere } = await afterReturn("roundrobin");
    expect(served).toBeLessThanOrEqual(2);
    expect(waiting).toBe(0);
    expect(elsewhere).toBeGreaterThanOrEqual(14);
  });
});
