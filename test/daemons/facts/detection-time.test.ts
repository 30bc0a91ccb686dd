import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { HELD, startApp } from "../app.js";
import { DEFAULTS, startHaproxy } from "../haproxy.js";
import { freePort, waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

/** A checked server that hangs on command. */
const startTier = async (lines: string, words: string) => {
  const state = { hung: false };
  const app = await startApp("app", () => (state.hung ? HELD : 0));
  const proxy = await startHaproxy(`${DEFAULTS}
listen web
  bind 127.0.0.1:${await freePort()}
  option httpchk GET /check
  ${lines}
  server app 127.0.0.1:${app.port} check ${words}
`);
  await waitFor("a check that passes", () => app.served().length > 1);
  const timeUntil = async (status: "DOWN" | "UP"): Promise<number> => {
    const from = performance.now();
    await waitFor(`the server to be ${status}`, () => proxy.log().includes(`Server web/app is ${status}`));
    return performance.now() - from;
  };
  return { app, state, timeUntil };
};

/** Timers of HAProxy, the poll, and a machine that is busy with other things. */
const TOLERANCE = 500;

describeWith(["haproxy"], "a server that hangs", () => {
  it.each([
    // inter, fastinter, check: the bound of one check, and the time between two once one has failed.
    ["", "inter 200ms fall 3", { inter: 200, fast: 200, check: 200, fall: 3 }],
    ["", "inter 200ms fall 5", { inter: 200, fast: 200, check: 200, fall: 5 }],
    ["timeout check 500ms", "inter 200ms fall 2", { inter: 200, fast: 200, check: 500, fall: 2 }],
    ["", "inter 400ms fastinter 50ms fall 3", { inter: 400, fast: 50, check: 400, fall: 3 }],
  ])(
    "is DOWN within inter + C + (fall - 1) x (inter + C): %s %s",
    async (lines, words, { inter, fast, check, fall }) => {
      const { state, timeUntil } = await startTier(lines, words);
      state.hung = true;
      const time = await timeUntil("DOWN");
      const soonest = check + (fall - 1) * (fast + check);
      expect(time).toBeGreaterThan(soonest - 50);
      expect(time).toBeLessThan(inter + soonest + TOLERANCE);
    },
  );

  it("is UP again within rise x inter of its recovery", async () => {
    const { app, state, timeUntil } = await startTier("", "inter 300ms rise 3 fall 1");
    state.hung = true;
    await timeUntil("DOWN");
    await sleep(100);
    state.hung = false;
    app.release();
    const time = await timeUntil("UP");
    expect(time).toBeGreaterThan(2 * 300 - 50);
    expect(time).toBeLessThan(3 * 300 + TOLERANCE);
  });
});
