import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import type { App } from "../app.js";
import { HELD, mostAtOnce, startApp } from "../app.js";
import { DEFAULTS, startHaproxy } from "../haproxy.js";
import { askAtOnce } from "../load.js";
import { freePort, waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

const listener = (name: string, port: number, app: number, words: string) => `
listen ${name}
  bind 127.0.0.1:${port}
  server app 127.0.0.1:${app} ${words}
`;

/** The most requests that the app server has at once, where so many come at once to each of the ports. */
const mostOf = async (
  app: App,
  count: number,
  ports: readonly number[],
  full: () => boolean | Promise<boolean>,
): Promise<number> => {
  const answers = ports.map((port) => askAtOnce(count, { port }));
  await waitFor("the app server to have what it is sent", full);
  // More would come now, if they did.
  await sleep(200);
  app.release();
  const statuses = (await Promise.all(answers)).flat().map(({ status }) => status);
  expect(statuses).toEqual(Array(count * ports.length).fill(200));
  return mostAtOnce(app.served());
};

describeWith(["haproxy"], "a server line's maxconn", () => {
  it("bounds the requests that the line sends at once, and none of them is lost", async () => {
    const app = await startApp("app", () => HELD);
    const port = await freePort();
    const proxy = await startHaproxy(DEFAULTS + listener("web", port, app.port, "maxconn 3"));
    const others = async () => (await proxy.stat("web", "BACKEND")).qcur === "9";
    expect(await mostOf(app, 12, [port], others)).toBe(3);
  });

  it("is counted by each line for itself: two listeners send twice as many", async () => {
    const app = await startApp("app", () => HELD);
    const [one, two] = [await freePort(), await freePort()];
    await startHaproxy(
      DEFAULTS + listener("one", one, app.port, "maxconn 2") + listener("two", two, app.port, "maxconn 2"),
    );
    expect(await mostOf(app, 6, [one, two], () => app.holds() >= 4)).toBe(4);
  });

  it("is counted by each process for itself: two proxies send twice as many", async () => {
    const app = await startApp("app", () => HELD);
    const [one, two] = [await freePort(), await freePort()];
    await startHaproxy(DEFAULTS + listener("web", one, app.port, "maxconn 2"));
    await startHaproxy(DEFAULTS + listener("web", two, app.port, "maxconn 2"));
    expect(await mostOf(app, 6, [one, two], () => app.holds() >= 4)).toBe(4);
  });

  it("is not multiplied by nbthread", async () => {
    const app = await startApp("app", () => HELD);
    const port = await freePort();
    await startHaproxy(`global\n  nbthread 4\n${DEFAULTS}${listener("web", port, app.port, "maxconn 3")}`);
    expect(await mostOf(app, 12, [port], () => app.holds() >= 3)).toBe(3);
  });

  it.each(["", "maxconn 0"])("is no limit when it is written as %j", async (words) => {
    const app = await startApp("app", () => HELD);
    const port = await freePort();
    await startHaproxy(DEFAULTS + listener("web", port, app.port, words));
    expect(await mostOf(app, 30, [port], () => app.holds() >= 30)).toBe(30);
  });
});
