import { expect, it } from "vitest";
import { startApp } from "../app.js";
import { DEFAULTS, startHaproxy } from "../haproxy.js";
import { askAtOnce } from "../load.js";
import { freePort } from "../machine.js";
import { describeWith } from "../requires.js";

/** How many of eight requests each of two servers gets. */
const shares = async (words: string): Promise<readonly number[]> => {
  const apps = [await startApp("a", () => 300), await startApp("b", () => 300)];
  const port = await freePort();
  await startHaproxy(`${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  balance first
  server a 127.0.0.1:${apps[0]?.port} ${words}
  server b 127.0.0.1:${apps[1]?.port} ${words}
`);
  await askAtOnce(8, { port });
  return apps.map((app) => app.served().length);
};

describeWith(["haproxy"], "balance first", () => {
  it("sends everything to the first server where that has no maxconn", async () => {
    expect(await shares("")).toEqual([8, 0]);
  });

  it("goes on to the next server at maxconn", async () => {
    expect(await shares("maxconn 4")).toEqual([4, 4]);
  });
});
