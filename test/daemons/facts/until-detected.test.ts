import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { HELD, startApp } from "../app.js";
import { startFull } from "../full-server.js";
import { DEFAULTS, startHaproxy } from "../haproxy.js";
import { askAtOnce } from "../load.js";
import { freePort, waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

/** Two servers in turn, of which the first has failed and no check has noticed: what becomes of so many requests, sorted. */
const outcomesOf = async (count: number, first: number, lines: string, words = "") => {
  const other = await startApp("other");
  const port = await freePort();
  const proxy = await startHaproxy(`${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  balance roundrobin
  option redispatch
  ${lines.split(", ").join("\n  ")}
  server first 127.0.0.1:${first} ${words}
  server other 127.0.0.1:${other.port} ${words}
`);
  await askAtOnce(count, { port });
  await waitFor("the log", () => proxy.accesses().length === count);
  return proxy
    .accesses()
    .map(({ status, flags }) => `${status} ${flags}`)
    .sort();
};

/** A server that answers by itself that it can't. */
const startFailing = async (): Promise<number> => {
  const server = createServer((_, response) => {
    response.statusCode = 404;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
};

const FINE = "200 --";

describeWith(["haproxy", "python3", "ss"], "a server that has failed, before a check has noticed", () => {
  it("costs its share in 504 where it takes connections and does not answer: no retry saves them", async () => {
    const hung = await startApp("hung", () => HELD);
    const lines = "retries 3, timeout server 1s";
    expect(await outcomesOf(4, hung.port, lines)).toEqual([FINE, FINE, "504 sH", "504 sH"]);
  });

  it("costs no more than maxconn: the others go on to the next server", async () => {
    const hung = await startApp("hung", () => HELD);
    const outcomes = await outcomesOf(12, hung.port, "timeout server 3s", "maxconn 2");
    expect(outcomes).toEqual([...Array(10).fill(FINE), "504 sH", "504 sH"]);
  });

  it("costs its share in errors where it answers with them: HAProxy passes them on", async () => {
    expect(await outcomesOf(4, await startFailing(), "")).toEqual([FINE, FINE, "404 --", "404 --"]);
  });

  it.each([
    ["refuses connections", freePort],
    ["takes no connections", startFull],
  ])("costs nothing where it %s: they move on at the last retry", async (_, first) => {
    const outcomes = await outcomesOf(4, await first(), "retries 1, timeout connect 300ms");
    expect(outcomes).toEqual(Array(4).fill(FINE));
  });

  it("costs its share where nothing moves them on", async () => {
    const lines = "no option redispatch, retries 1, timeout connect 300ms";
    expect(await outcomesOf(4, await freePort(), lines)).toEqual([FINE, FINE, "503 SC", "503 SC"]);
    expect(await outcomesOf(4, await startFull(), lines)).toEqual([FINE, FINE, "503 sC", "503 sC"]);
  });
});
