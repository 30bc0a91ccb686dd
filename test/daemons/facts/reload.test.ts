import { expect, it } from "vitest";
import { HELD, mostAtOnce, startApp } from "../app.js";
import { DEFAULTS, startHaproxy } from "../haproxy.js";
import { askAtOnce } from "../load.js";
import { freePort, waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

const startTier = async (hardStop: string) => {
  const app = await startApp("app", () => HELD);
  const port = await freePort();
  const config = `global
  ${hardStop}
${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  server app 127.0.0.1:${app.port} maxconn 2
`;
  const old = await startHaproxy(config);
  const began = performance.now();
  const before = askAtOnce(2, { port, path: "/before" });
  await waitFor("the old process's requests", () => app.served().length === 2);
  await startHaproxy(config, "-sf", String(old.pid));
  return { app, port, old, before, began };
};

describeWith(["haproxy"], "a reload", () => {
  it("lets the old process and the new one fill maxconn side by side: twice the requests", async () => {
    const { app, port, before } = await startTier("");
    const after = askAtOnce(4, { port, path: "/after" });
    await waitFor("the new process's requests", () => app.served("/after").length === 2);
    expect(mostAtOnce(app.served())).toBe(4);
    app.release();
    const answers = [...(await before), ...(await after)];
    expect(answers.map((answer) => answer.status)).toEqual(Array(6).fill(200));
  });

  it("leaves the old process as long as hard-stop-after says, then cuts its requests off", async () => {
    const { old, before, began } = await startTier("hard-stop-after 500ms");
    await waitFor("the old process to end", () => !old.isRunning());
    expect(performance.now() - began).toBeGreaterThan(500);
    expect((await before).map((answer) => answer.status)).not.toContain(200);
  });
});
