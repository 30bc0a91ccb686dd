import { expect, it } from "vitest";
import { mostAtOnce, startApp } from "../app.js";
import { DEFAULTS, startHaproxy } from "../haproxy.js";
import { askAtOnce } from "../load.js";
import { freePort } from "../machine.js";
import { describeWith } from "../requires.js";

/** Long enough for the other side's requests to be under way meanwhile. */
const HOLD = 150;

const listener = (name: string, port: number, app: number, words: string) => `
listen ${name}
  bind 127.0.0.1:${port}
  timeout queue 10s
  server app 127.0.0.1:${app} ${words}
`;

describeWith(["haproxy"], "a server line's maxconn", () => {
  it("bounds the requests that the line sends at once, and none of them is lost", async () => {
    const app = await startApp("app", () => HOLD);
    const port = await freePort();
    const proxy = await startHaproxy(DEFAULTS + listener("web", port, app.port, "maxconn 3"));
    const answers = await askAtOnce(12, { port });
    expect(answers.map((answer) => answer.status)).toEqual(Array(12).fill(200));
    expect(mostAtOnce(app.served())).toBe(3);
    expect(Number((await proxy.stat("web", "BACKEND")).qmax)).toBe(9);
  });

  it("is counted by each line for itself: two listeners send twice as many", async () => {
    const app = await startApp("app", () => HOLD);
    const [one, two] = [await freePort(), await freePort()];
    await startHaproxy(
      DEFAULTS + listener("one", one, app.port, "maxconn 2") + listener("two", two, app.port, "maxconn 2"),
    );
    await Promise.all([askAtOnce(6, { port: one }), askAtOnce(6, { port: two })]);
    expect(mostAtOnce(app.served())).toBe(4);
  });

  it("is counted by each process for itself: two proxies send twice as many", async () => {
    const app = await startApp("app", () => HOLD);
    const [one, two] = [await freePort(), await freePort()];
    await startHaproxy(DEFAULTS + listener("web", one, app.port, "maxconn 2"));
    await startHaproxy(DEFAULTS + listener("web", two, app.port, "maxconn 2"));
    await Promise.all([askAtOnce(6, { port: one }), askAtOnce(6, { port: two })]);
    expect(mostAtOnce(app.served())).toBe(4);
  });

  it("is not multiplied by nbthread", async () => {
    const app = await startApp("app", () => HOLD);
    const port = await freePort();
    await startHaproxy(`global\n  nbthread 4\n${DEFAULTS}${listener("web", port, app.port, "maxconn 3")}`);
    await askAtOnce(12, { port });
    expect(mostAtOnce(app.served())).toBe(3);
  });

  it.each(["", "maxconn 0"])("is no limit when it is written as %j", async (words) => {
    const app = await startApp("app", () => 500);
    const port = await freePort();
    await startHaproxy(DEFAULTS + listener("web", port, app.port, words));
    await askAtOnce(30, { port });
    expect(mostAtOnce(app.served())).toBe(30);
  });
});
