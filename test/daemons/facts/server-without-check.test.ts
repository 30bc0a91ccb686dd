import { expect, it } from "vitest";
import { startApp } from "../app.js";
import { DEFAULTS, startHaproxy } from "../haproxy.js";
import { ask } from "../load.js";
import { freePort, waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

const startTier = async (words: string) => {
  const backup = await startApp("backup");
  const [port, closed] = [await freePort(), await freePort()];
  const proxy = await startHaproxy(`${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  retries 0
  server active 127.0.0.1:${closed} ${words}
  server backup 127.0.0.1:${backup.port} backup
`);
  return { port, proxy };
};

describeWith(["haproxy"], "a dead server", () => {
  it("counts as up without check, so that the backup never serves", async () => {
    const { port } = await startTier("");
    expect((await ask({ port })).status).toBe(503);
    expect((await ask({ port })).status).toBe(503);
  });

  it("makes room for the backup with check", async () => {
    const { port, proxy } = await startTier("check inter 100ms fall 1");
    await waitFor("DOWN", async () => (await proxy.stat("web", "active")).status === "DOWN");
    expect(await ask({ port })).toMatchObject({ status: 200, body: "backup" });
  });
});
