import { expect, it } from "vitest";
import { HELD, startApp } from "../app.js";
import { DEFAULTS, startHaproxy } from "../haproxy.js";
import { ask, askInTurn } from "../load.js";
import { freePort, waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

const startTier = async (holds: (path: string) => number) => {
  const apps = [await startApp("a", holds), await startApp("b", holds), await startApp("c", holds)];
  const port = await freePort();
  const proxy = await startHaproxy(`${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  timeout queue 300ms
  balance hdr(appserver)
${apps.map((app, index) => `  server ${"abc"[index]} 127.0.0.1:${app.port} maxconn 1`).join("\n")}
`);
  return { apps, port, proxy };
};

describeWith(["haproxy"], "balance hdr(appserver)", () => {
  it("sends every request with one value of the header to one server", async () => {
    const { port } = await startTier(() => 0);
    for (const value of ["one", "two", "three", "four"]) {
      const answers = await askInTurn(5, { port, headers: { appserver: value } });
      expect(new Set(answers.map((answer) => answer.body)).size).toBe(1);
    }
  });

  it("refuses with 503 and sQ what that server has no slot for, while the others idle", async () => {
    const { apps, port, proxy } = await startTier(() => HELD);
    const headers = { appserver: "one" };
    const first = ask({ port, headers });
    await waitFor("the slot to be taken", () => apps.some((app) => app.served().length === 1));
    expect((await ask({ port, headers })).status).toBe(503);
    expect(apps.map((app) => app.served().length).sort()).toEqual([0, 0, 1]);
    await waitFor("the log", () => proxy.accesses().length > 0);
    expect(proxy.accesses()).toMatchObject([{ status: 503, flags: "sQ" }]);
    for (const app of apps) app.release();
    await first;
  });

  it("spreads requests without the header round robin", async () => {
    const { port } = await startTier(() => 0);
    const answers = await askInTurn(6, { port });
    expect(answers.map((answer) => answer.body)).toEqual(["a", "b", "c", "a", "b", "c"]);
  });
});
