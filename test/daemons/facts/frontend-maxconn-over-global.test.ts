import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { HELD, startApp } from "../app.js";
import { DEFAULTS, startHaproxy } from "../haproxy.js";
import { askAtOnce } from "../load.js";
import { freePort, listening, waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

describeWith(["haproxy", "ss"], "a frontend's maxconn over the global one", () => {
  it("is never reached: connections past the global one wait in the kernel, where HAProxy does not see them", async () => {
    const app = await startApp("app", () => HELD);
    const port = await freePort();
    const proxy = await startHaproxy(`global
  maxconn 5
${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  maxconn 50
  server app 127.0.0.1:${app.port}
`);
    expect(proxy.log()).not.toContain("[WARNING]");
    const answers = askAtOnce(9, { port });
    // The test's own look at the statistics takes a connection too, so it asks the kernel and the app server.
    await waitFor("connections in the kernel's backlog", () => listening(port)?.waiting === 4);
    await sleep(200);
    expect(app.served()).toHaveLength(5);
    expect(proxy.accesses()).toEqual([]);
    app.release();
    expect((await answers).map((answer) => answer.status)).toEqual(Array(9).fill(200));
  });
});
