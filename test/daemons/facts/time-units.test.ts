import { expect, it } from "vitest";
import { HELD, startApp } from "../app.js";
import { startHaproxy } from "../haproxy.js";
import { ask } from "../load.js";
import { freePort } from "../machine.js";
import { describeWith } from "../requires.js";

describeWith(["haproxy"], "a time without a unit", () => {
  it("is in milliseconds, and HAProxy 2.6 does not warn of one that is meant to be in seconds", async () => {
    const app = await startApp("app", () => HELD);
    const port = await freePort();
    const proxy = await startHaproxy(`
defaults
  mode http
  log global
  timeout connect 600000
  timeout client 600000
  timeout server 500
listen web
  bind 127.0.0.1:${port}
  server app 127.0.0.1:${app.port}
`);
    expect(proxy.log()).not.toContain("[WARNING]");
    const { status, milliseconds } = await ask({ port });
    expect(status).toBe(504);
    // In seconds it would be more than eight minutes, for which no request waits here.
    expect(milliseconds).toBeGreaterThan(495);
  });
});
