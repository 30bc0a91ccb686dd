import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { DEFAULTS, startHaproxy } from "../haproxy.js";
import { askAtOnce } from "../load.js";
import { freePort } from "../machine.js";
import { describeWith } from "../requires.js";

/** An app server that takes 0.1 s for a request, keeps connections, and knows how many it has. */
const startKeeper = async () => {
  const open = new Set<unknown>();
  let made = 0;
  const server = createServer((_, response) => setTimeout(() => response.end("ok"), 100));
  server.keepAliveTimeout = 60_000;
  server.on("connection", (socket) => {
    made++;
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, open: () => open.size, made: () => made };
};

/** Four clients at once, five times, each client with one request; and what is open after each time. */
const afterStorm = async (option: string) => {
  const keeper = await startKeeper();
  const port = await freePort();
  await startHaproxy(`${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  ${option}
  server app 127.0.0.1:${keeper.port}
`);
  const kept: number[] = [];
  for (let turn = 0; turn < 5; turn++) {
    await askAtOnce(4, { port });
    await new Promise((resolve) => setTimeout(resolve, 100));
    kept.push(keeper.open());
  }
  return { made: keeper.made(), kept };
};

describeWith(["haproxy"], "the connections that HAProxy keeps to a server", () => {
  it("are one for each client at first, of which as many stay idle as were in use at once, and one", async () => {
    const { made, kept } = await afterStorm("");
    expect(made).toBe(20);
    expect(Math.min(...kept)).toBeGreaterThan(0);
    expect(Math.max(...kept)).toBeLessThanOrEqual(5);
  });

  it("are used for other clients' first requests with http-reuse always", async () => {
    expect((await afterStorm("http-reuse always")).made).toBeLessThan(10);
  });

  it.each(["option http-server-close", "option httpclose", "http-reuse never"])(
    "are none with %s",
    async (option) => {
      expect((await afterStorm(option)).kept).toEqual([0, 0, 0, 0, 0]);
    },
  );
});
