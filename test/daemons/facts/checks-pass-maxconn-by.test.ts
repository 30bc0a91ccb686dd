import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { HELD, mostAtOnce, startApp } from "../app.js";
import { DEFAULTS, startHaproxy } from "../haproxy.js";
import { ask } from "../load.js";
import { freePort, waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

describeWith(["haproxy"], "a health check", () => {
  it("passes maxconn by, and takes a place at the app server besides the requests", async () => {
    const app = await startApp("app", (path) => (path === "/check" ? 50 : HELD));
    const port = await freePort();
    const proxy = await startHaproxy(`${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  option httpchk GET /check
  server app 127.0.0.1:${app.port} check inter 200ms maxconn 1
`);
    const answers = [ask({ port, path: "/one" }), ask({ port, path: "/two" })];
    await waitFor(
      "a request at the app server",
      () => app.served("/one").length + app.served("/two").length > 0,
    );
    const before = app.served("/check").length;
    await waitFor("two checks", () => app.served("/check").length >= before + 2);
    // The second request waits, as maxconn says; the checks did not.
    expect(app.served("/one").length + app.served("/two").length).toBe(1);
    expect(mostAtOnce(app.served())).toBe(2);
    expect((await proxy.stat("web", "app")).status).toBe("UP");
    app.release();
    expect((await Promise.all(answers)).map((answer) => answer.status)).toEqual([200, 200]);
  });

  it("is sent by each server line: one at a time from each", async () => {
    const app = await startApp("app", (path) => (path === "/check" ? HELD : 0));
    const listeners = await Promise.all(
      ["one", "two", "three"].map(
        async (name) => `
listen ${name}
  bind 127.0.0.1:${await freePort()}
  timeout check 10s
  option httpchk GET /check
  server app 127.0.0.1:${app.port} check inter 100ms
`,
      ),
    );
    await startHaproxy(DEFAULTS + listeners.join(""));
    await waitFor("three checks", () => app.served("/check").length >= 3);
    await sleep(500);
    expect(app.served("/check")).toHaveLength(3);
  });
});
