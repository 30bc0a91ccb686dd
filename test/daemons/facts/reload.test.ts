import { Agent, request } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { HELD, mostAtOnce, startApp } from "../app.js";
import { DEFAULTS, startHaproxy } from "../haproxy.js";
import { askAtOnce } from "../load.js";
import { freePort, waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

const startTier = async (hardStop: string) => {
  const app = await startApp("app", () => HELD);
  const port = await freePort();
  const config = `global
  ${hardStop}
${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  server app 127.0.0.1:${app.port} maxconn 2
`;
  const old = await startHaproxy(config);
  const began = performance.now();
  const before = askAtOnce(2, { port, path: "/before" });
  await waitFor("the old process's requests", () => app.served().length === 2);
  await startHaproxy(config, "-sf", String(old.pid));
  return { app, port, old, before, began };
};

describeWith(["haproxy"], "a reload", () => {
  it("lets the old process and the new one fill maxconn side by side: twice the requests", async () => {
    const { app, port, before } = await startTier("");
    const after = askAtOnce(4, { port, path: "/after" });
    await waitFor("the new process's requests", () => app.served("/after").length === 2);
    expect(mostAtOnce(app.served())).toBe(4);
    app.release();
    const answers = [...(await before), ...(await after)];
    expect(answers.map((answer) => answer.status)).toEqual(Array(6).fill(200));
  });

  it("leaves the old process as long as hard-stop-after says, then cuts its requests off", async () => {
    const { old, before, began } = await startTier("hard-stop-after 500ms");
    await waitFor("the old process to end", () => !old.isRunning());
    expect(performance.now() - began).toBeGreaterThan(500);
    expect((await before).map((answer) => answer.status)).not.toContain(200);
  });
});

/** A server that sends back what it is sent, or more than any buffer holds, and never closes. */
const startServer = async (serve: (connection: Socket) => void): Promise<number> => {
  const server = createServer((connection) => {
    connection.on("error", () => connection.destroy());
    onTestFinished(() => {
      connection.destroy();
    });
    serve(connection);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
};

const echo = (connection: Socket): void => {
  connection.pipe(connection);
};

/** Far more than the kernel's and HAProxy's buffers take. */
const MUCH = 64 * 1024 * 1024;

const flood = (connection: Socket): void => {
  connection.once("data", () => {
    connection.write(`HTTP/1.1 200 OK\r\nContent-Length: ${MUCH}\r\n\r\n`);
    connection.write(Buffer.alloc(MUCH));
  });
};

const open = (port: number, says = ""): Socket => {
  const connection = connect(port, "127.0.0.1");
  connection.on("error", () => connection.destroy());
  onTestFinished(() => {
    connection.destroy();
  });
  if (says !== "") connection.write(says);
  return connection;
};

/** The old process of a reload, once a client has done something. */
const reloadAfter = async (lines: string, server: number, client: (port: number) => Promise<unknown>) => {
  const port = await freePort();
  const config = `${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  ${lines.split(", ").join("\n  ")}
  server app 127.0.0.1:${server}
`;
  const old = await startHaproxy(config);
  await client(port);
  await startHaproxy(config, "-sf", String(old.pid));
  return old;
};

const answered = (connection: Socket): Promise<void> =>
  new Promise((resolve) => {
    connection.once("data", () => resolve());
  });

describeWith(["haproxy"], "an old process without hard-stop-after", () => {
  it.each(["timeout client 1s", "timeout server 1s", "timeout tunnel 1s"])(
    "waits for a silent TCP session until the first of its timeouts: %s",
    async (lines) => {
      const old = await reloadAfter(`mode tcp, ${lines}`, await startServer(echo), (port) =>
        answered(open(port, "x")),
      );
      await waitFor("the old process to end", () => !old.isRunning());
    },
  );

  it("waits for timeout tunnel where it is longer than those of client and server", async () => {
    const lines = "mode tcp, timeout client 300ms, timeout server 300ms, timeout tunnel 1h";
    const old = await reloadAfter(lines, await startServer(echo), (port) => answered(open(port, "x")));
    await sleep(1_500);
    expect(old.isRunning()).toBe(true);
  });

  it("stays as long as bytes flow, whatever the timeouts are", async () => {
    const lines = "mode tcp, timeout client 300ms, timeout server 300ms";
    const old = await reloadAfter(lines, await startServer(echo), async (port) => {
      const session = open(port, "x");
      const every = setInterval(() => session.write("x"), 50);
      onTestFinished(() => clearInterval(every));
      await answered(session);
    });
    await sleep(1_500);
    expect(old.isRunning()).toBe(true);
  });

  it("closes an idle keep-alive connection at once", async () => {
    const app = await startApp("app");
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    const old = await reloadAfter(
      "",
      app.port,
      (port) =>
        new Promise<void>((resolve) => {
          request({ host: "127.0.0.1", port, agent }, (response) =>
            response.resume().once("end", resolve),
          ).end();
        }),
    );
    await waitFor("the old process to end", () => !old.isRunning());
  });

  it.each(["timeout client 1s", "timeout http-request 1s"])(
    "waits for a connection without a request: %s",
    async (lines) => {
      const app = await startApp("app");
      const old = await reloadAfter(lines, app.port, async (port) => {
        open(port);
        await sleep(200);
      });
      await waitFor("the old process to end", () => !old.isRunning());
    },
  );

  it("waits for a client that reads no more of its answer, until timeout client", async () => {
    const old = await reloadAfter(
      "timeout http-request 1s, timeout client 2s",
      await startServer(flood),
      async (port) => {
        const client = open(port, "GET / HTTP/1.1\r\nHost: app\r\n\r\n");
        await answered(client);
        client.pause();
      },
    );
    await waitFor("the old process to end", () => !old.isRunning());
  });
});
