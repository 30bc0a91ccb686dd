import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { DEFAULTS, startHaproxy } from "../haproxy.js";
import { askAtOnce } from "../load.js";
import { freePort, waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

const CLIENTS = 4;

/** An app server that answers once every client has asked, keeps connections, and knows how many it has. */
const startKeeper = async () => {
  const open = new Set<unknown>();
  const waiting: (() => void)[] = [];
  let made = 0;
  const server = createServer((_, response) => {
    waiting.push(() => response.end("ok"));
    if (waiting.length === CLIENTS) for (const answer of waiting.splice(0)) answer();
  });
  server.keepAliveTimeout = 0;
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

/** All clients at once, five times, each with one request; after each time `kept` connections are open. */
const storm = async (option: string, kept: (open: number) => boolean): Promise<number> => {
  const keeper = await startKeeper();
  const port = await freePort();
  await startHaproxy(`${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  ${option}
  server app 127.0.0.1:${keeper.port}
`);
  for (let turn = 0; turn < 5; turn++) {
    await askAtOnce(CLIENTS, { port });
    await waitFor("the connections that are too many to be closed", () => kept(keeper.open()));
  }
  return keeper.made();
};

describeWith(["haproxy"], "the connections that HAProxy keeps to a server", () => {
  it("are one for each client at first, of which as many stay idle as were in use at once, and one", async () => {
    expect(await storm("", (open) => open > 0 && open <= CLIENTS + 1)).toBe(5 * CLIENTS);
  });

  it("are used for other clients' first requests with http-reuse always", async () => {
    expect(await storm("http-reuse always", () => true)).toBeLessThan(10);
  });

  it.each(["option http-server-close", "option httpclose", "http-reuse never"])(
    "are none with %s",
    async (option) => {
      expect(await storm(option, (open) => open === 0)).toBe(5 * CLIENTS);
    },
  );
});
