import { expect, it } from "vitest";
import { HELD, startApp } from "../app.js";
import { DEFAULTS, startHaproxy } from "../haproxy.js";
import { askAtOnce } from "../load.js";
import { freePort, waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

/** The most requests that one server line sends at once, where `requests` come at once and are answered in turns. */
const mostSent = async (requests: number, words: string, fullconn = ""): Promise<number> => {
  const app = await startApp("app", () => HELD);
  const port = await freePort();
  const proxy = await startHaproxy(`${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  maxconn 2000
  ${fullconn}
  server app 127.0.0.1:${app.port} ${words}
`);
  expect(proxy.log()).not.toContain("[WARNING]");
  const answers = askAtOnce(requests, { port });
  let most = 0;
  for (let left = requests; left > 0; ) {
    await waitFor("every request to be sent, or to wait", async () => {
      const rows = (await proxy.stats()).filter(({ svname }) => svname !== "FRONTEND");
      const waiting = rows.reduce((sum, { qcur }) => sum + Number(qcur), 0);
      return app.holds() + waiting === left;
    });
    const sent = app.holds();
    most = Math.max(most, sent);
    left -= sent;
    app.answer();
  }
  expect((await answers).every((answer) => answer.status === 200)).toBe(true);
  return most;
};

describeWith(["haproxy"], "minconn", () => {
  it("over maxconn takes its place, without a word", async () => {
    expect(await mostSent(20, "minconn 8 maxconn 2")).toBe(8);
  });

  it("is the limit while the load is far below fullconn, which is a tenth of the frontend's maxconn if unset", async () => {
    expect(await mostSent(20, "minconn 2 maxconn 10")).toBe(2);
  });

  it("grows towards maxconn as the load nears that tenth", async () => {
    expect(await mostSent(120, "minconn 2 maxconn 40")).toBeGreaterThan(10);
  });

  it("grows with the load's share of fullconn where it is set", async () => {
    const most = await mostSent(10, "minconn 2 maxconn 10", "fullconn 20");
    expect(most).toBeGreaterThan(2);
    expect(most).toBeLessThanOrEqual(5);
  });
});
