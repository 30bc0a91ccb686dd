import { connect } from "node:net";
import { expect, it } from "vitest";
import { HELD, startApp } from "../app.js";
import { startHaproxy } from "../haproxy.js";
import { freePort, waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

/** Sends a request; what it gives back closes the connection. */
const askAndLeave = (port: number, path: string): (() => void) => {
  const socket = connect({ host: "127.0.0.1", port });
  socket.on("error", () => undefined);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: lab\r\nConnection: close\r\n\r\n`);
  return () => socket.destroy();
};

/** One slot that a first request holds, and a second one in the queue; both clients leave. */
const abandoned = async (lines: string, queue = "1h") => {
  const app = await startApp("app", () => HELD);
  const port = await freePort();
  const proxy = await startHaproxy(`
defaults
  mode http
  log global
  option httplog
  timeout connect 1h
  timeout client 1h
  timeout server 1h
  timeout queue ${queue}
listen web
  bind 127.0.0.1:${port}
  ${lines}
  server app 127.0.0.1:${app.port} maxconn 1
`);
  const leaveFirst = askAndLeave(port, "/sent");
  await waitFor("the slot to be taken", () => app.served("/sent").length === 1);
  const leaveSecond = askAndLeave(port, "/queued");
  await waitFor("the queue", async () => (await proxy.stat("web", "BACKEND")).qcur === "1");
  leaveSecond();
  // With abortonclose the slot of the first would be the second's before that has left.
  await new Promise((resolve) => setTimeout(resolve, 100));
  leaveFirst();
  return { app, proxy };
};

describeWith(["haproxy"], "a client that leaves without abortonclose", () => {
  it("is served all the same, and the log says 200 and no flags", async () => {
    const { app, proxy } = await abandoned("no option abortonclose");
    // Without the wait the first answer might be under way before HAProxy knows that its client has gone.
    await new Promise((resolve) => setTimeout(resolve, 200));
    app.release();
    await waitFor("the log", () => proxy.accesses().length === 2);
    expect(app.served().map(({ path }) => path)).toEqual(["/sent", "/queued"]);
    expect(proxy.accesses()).toMatchObject([
      { path: "/sent", status: 200, flags: "--" },
      { path: "/queued", status: 200, flags: "--" },
    ]);
  });

  it("stays in the queue until that gives up, and the log says so", async () => {
    const { proxy } = await abandoned("no option abortonclose", "1s");
    await waitFor("the log", () => proxy.accesses().length > 0);
    expect(proxy.accesses()).toMatchObject([{ path: "/queued", status: 503, flags: "sQ" }]);
  });
});

describeWith(["haproxy"], "a client that leaves with abortonclose", () => {
  it("is gone from the queue and from the server", async () => {
    const { proxy } = await abandoned("option abortonclose");
    await waitFor("the log", () => proxy.accesses().length === 2);
    const logged = proxy.accesses().map(({ path, status, flags }) => `${path} ${status} ${flags}`);
    expect(logged.sort()).toEqual(["/queued -1 CQ", "/sent 400 CH"]);
  });
});
