import { expect, it } from "vitest";
import { HELD, startApp } from "../app.js";
import { clock, DEFAULTS, startHaproxy } from "../haproxy.js";
import { ask } from "../load.js";
import { freePort, waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

/** The answer to a request whose first server refuses connections and is not checked; and what is answered first with a clock beside it. */
const refusedByFirst = async (lines: string, { second = true, beside = "1h" } = {}) => {
  const app = await startApp("second");
  const [port, closed, besidePort] = [await freePort(), await freePort(), await freePort()];
  const proxy = await startHaproxy(`${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  ${lines.split(", ").join("\n  ")}
  server first 127.0.0.1:${closed}
  ${second ? `server second 127.0.0.1:${app.port}` : ""}
${clock(besidePort, beside)}`);
  void ask({ port: besidePort });
  const answer = await ask({ port });
  await waitFor("the log", () => proxy.accesses().some(({ frontend }) => frontend === "web"));
  return { ...answer, flags: proxy.accesses()[0]?.flags, first: proxy.accesses()[0]?.frontend };
};

/** A request that waits for a server which goes down before its turn comes. */
const queuedAsServerFails = async (lines: string, queue = "1h") => {
  const [a, b] = [await startApp("a", () => HELD), await startApp("b", () => HELD)];
  const port = await freePort();
  const proxy = await startHaproxy(`${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  timeout queue ${queue}
  balance hdr(appserver)
  ${lines}
  server a 127.0.0.1:${a.port} maxconn 1
  server b 127.0.0.1:${b.port} maxconn 1
`);
  const headers = { appserver: "anything" };
  const first = ask({ port, headers });
  await waitFor("a request at a", () => a.served().length === 1);
  const queued = ask({ port, headers });
  await waitFor("a request in the queue", async () => (await proxy.stat("web", "a")).qcur === "1");
  b.release();
  await proxy.command("set server web/a health down");
  const answer = await queued;
  a.release();
  await first;
  return answer;
};

describeWith(["haproxy"], "option redispatch", () => {
  it("sends a request that its server refuses to another", async () => {
    expect(await refusedByFirst("option redispatch")).toMatchObject({ status: 200, body: "second" });
  });

  it("is not on by itself: the request fails with 503 and SC once its retries are used up", async () => {
    expect(await refusedByFirst("retries 1")).toMatchObject({ status: 503, flags: "SC" });
  });

  it("does nothing without retries", async () => {
    expect(await refusedByFirst("option redispatch, retries 0")).toMatchObject({ status: 503, flags: "SC" });
  });

  it("moves a request that waits for a server which goes down", async () => {
    expect(await queuedAsServerFails("option redispatch")).toMatchObject({ status: 200, body: "b" });
  });

  it("is what it takes: without, the request waits on, until the queue's time is up", async () => {
    const { status, milliseconds } = await queuedAsServerFails("", "1s");
    expect(status).toBe(503);
    expect(milliseconds).toBeGreaterThan(950);
  });
});

describeWith(["haproxy"], "retries on one server", () => {
  it("are a second apart", async () => {
    const { status, milliseconds } = await refusedByFirst("retries 2", { second: false });
    expect(status).toBe(503);
    expect(milliseconds).toBeGreaterThan(2_000 - 30);
  });

  it("are timeout connect apart where that is shorter", async () => {
    const lines = "timeout connect 200ms, retries 5";
    const { status, milliseconds, first } = await refusedByFirst(lines, { second: false, beside: "4s" });
    expect(status).toBe(503);
    expect(milliseconds).toBeGreaterThan(1_000 - 30);
    expect(first).toBe("web");
  });
});
