import { expect, it } from "vitest";
import { HELD, startApp } from "../app.js";
import { DEFAULTS, startHaproxy } from "../haproxy.js";
import { askAtOnce } from "../load.js";
import { freePort, waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

/** How many of eight requests each of two servers gets. */
const shares = async (words: string): Promise<readonly number[]> => {
  const apps = [await startApp("a", () => HELD), await startApp("b", () => HELD)];
  const port = await freePort();
  await startHaproxy(`${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  balance first
  server a 127.0.0.1:${apps[0]?.port} ${words}
  server b 127.0.0.1:${apps[1]?.port} ${words}
`);
  const answers = askAtOnce(8, { port });
  const shares = () => apps.map((app) => app.holds());
  await waitFor("all eight", () => shares().reduce((sum, share) => sum + share) === 8);
  const found = shares();
  for (const app of apps) app.release();
  await answers;
  return found;
};

describeWith(["haproxy"], "balance first", () => {
  it("sends everything to the first server where that has no maxconn", async () => {
    expect(await shares("")).toEqual([8, 0]);
  });

  it("goes on to the next server at maxconn", async () => {
    expect(await shares("maxconn 4")).toEqual([4, 4]);
  });
});
