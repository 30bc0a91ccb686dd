import { expect, it } from "vitest";
import { startFull } from "../full-server.js";
import { clock, DEFAULTS, startHaproxy } from "../haproxy.js";
import { ask } from "../load.js";
import { freePort, waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

const CONNECT = 500;

describeWith(["haproxy", "python3", "ss"], "a request to a server that does not take connections", () => {
  it("fails with 503 and sC after timeout connect x (retries + 1), without a pause between the tries", async () => {
    const [port, full, beside] = [await freePort(), await startFull(), await freePort()];
    const proxy = await startHaproxy(`${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  timeout connect ${CONNECT}ms
  retries 3
  server full 127.0.0.1:${full}
${clock(beside, `${4 * CONNECT + 2 * CONNECT}ms`)}`);
    void ask({ port: beside });
    const { status, milliseconds } = await ask({ port });
    expect(status).toBe(503);
    expect(milliseconds).toBeGreaterThan(4 * CONNECT - 100);
    await waitFor("the log", () => proxy.accesses().some(({ frontend }) => frontend === "web"));
    // With the pauses of the manual it would be three half seconds more, and after the other.
    expect(proxy.accesses()[0]).toMatchObject({ frontend: "web", flags: "sC" });
  });
});
