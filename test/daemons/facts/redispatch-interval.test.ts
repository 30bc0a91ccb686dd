import { expect, it } from "vitest";
import { startApp } from "../app.js";
import { DEFAULTS, startHaproxy } from "../haproxy.js";
import { ask } from "../load.js";
import { freePort } from "../machine.js";
import { describeWith } from "../requires.js";

/** Retries at a server that refuses connections, until another one serves the request. A hash names the first one: others move each try. */
const triesAtFirst = async (option: string) => {
  const app = await startApp("second");
  const [port, closed] = [await freePort(), await freePort()];
  const proxy = await startHaproxy(`${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  balance source
  hash-type consistent
  timeout connect 100ms
  retries 4
  ${option}
  server first 127.0.0.1:${closed} weight 256
  server second 127.0.0.1:${app.port} weight 1
`);
  const { status } = await ask({ port });
  const { wretr, wredis } = await proxy.stat("web", "first");
  return { status, retries: Number(wretr), moved: Number(wredis) };
};

describeWith(["haproxy"], "option redispatch with an interval", () => {
  it.each([
    ["option redispatch", 3],
    ["option redispatch 1", 0],
    ["option redispatch 2", 1],
    ["option redispatch 3", 2],
  ])("%s: so many retries stay at the server", async (option, retries) => {
    expect(await triesAtFirst(option)).toEqual({ status: 200, retries, moved: 1 });
  });
});
