import { expect, it } from "vitest";
import { startApp } from "../app.js";
import { DEFAULTS, startHaproxy } from "../haproxy.js";
import { ask } from "../load.js";
import { freePort } from "../machine.js";
import { describeWith } from "../requires.js";

/** What a request gets of one active server of weight 0 and, with `backup`, of a backup with these words. */
const answer = async (backup?: string) => {
  const [active, second] = [await startApp("active"), await startApp("backup")];
  const port = await freePort();
  await startHaproxy(`${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  server active 127.0.0.1:${active.port} weight 0
  ${backup === undefined ? "" : `server backup 127.0.0.1:${second.port} backup ${backup}`}
`);
  return ask({ port });
};

describeWith(["haproxy"], "a server of weight 0", () => {
  it("serves nothing: alone, it leaves 503", async () => {
    expect((await answer()).status).toBe(503);
  });

  it("is no active server: the backup serves from the start", async () => {
    expect(await answer("")).toMatchObject({ status: 200, body: "backup" });
  });

  it("is no backup either", async () => {
    expect((await answer("weight 0")).status).toBe(503);
  });
});
