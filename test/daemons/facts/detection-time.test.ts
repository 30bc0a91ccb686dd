import { expect, it } from "vitest";
import { HELD, startApp } from "../app.js";
import { clock, DEFAULTS_BUT_CHECKS, startHaproxy } from "../haproxy.js";
import { ask } from "../load.js";
import { freePort, waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

/** A checked server that hangs on command, and a clock of HAProxy's own beside it. */
const startTier = async (lines: string, words: string, late: number) => {
  const state = { hung: false };
  const app = await startApp("app", () => (state.hung ? HELD : 0));
  const clockPort = await freePort();
  const proxy = await startHaproxy(`${DEFAULTS_BUT_CHECKS}
listen web
  bind 127.0.0.1:${await freePort()}
  option httpchk GET /check
  option log-health-checks
  ${lines}
  server app 127.0.0.1:${app.port} check ${words}
${clock(clockPort, `${late}ms`)}`);
  // A check that a busy machine answered too late may have come before.
  await waitFor(
    "checks that pass",
    async () => app.served().length > 0 && (await proxy.stat("web", "app")).status === "UP",
  );
  return {
    app,
    hang: () => {
      state.hung = true;
    },
    recover: () => {
      state.hung = false;
      app.release();
    },
    /** Milliseconds until the server is called so, which has to be before the clock ends, and the checks that fail meanwhile. */
    until: async (status: "DOWN" | "UP", begun: () => boolean = () => true) => {
      const [from, before, failed] = [performance.now(), proxy.log().length, proxy.failedChecks().length];
      const log = () => proxy.log().slice(before);
      const told = `Server web/app is ${status}`;
      await waitFor("the begin", begun);
      void ask({ port: clockPort });
      await waitFor(told, () => log().includes(told));
      const time = performance.now() - from;
      expect(log().slice(0, log().indexOf(told))).not.toContain("clock/<NOSRV>");
      return { time, checks: proxy.failedChecks().slice(failed) };
    },
  };
};

describeWith(["haproxy"], "a server that hangs", () => {
  it.each([
    // fast, check: the time between two once one has failed, and the bound of one check.
    ["", "inter 200ms fall 3", { fast: 200, check: 200, fall: 3, late: 4_000 }],
    ["", "inter 200ms fall 5", { fast: 200, check: 200, fall: 5, late: 5_000 }],
    ["timeout check 500ms", "inter 200ms fall 2", { fast: 200, check: 500, fall: 2, late: 4_000 }],
    // With 400 ms between two it would take 6.8 s in place of 4.
    ["", "inter 400ms fastinter 50ms fall 9", { fast: 50, check: 400, fall: 9, late: 5_600 }],
  ])(
    "is DOWN C + (fall - 1) x (inter + C) after the first check that hangs: %s %s",
    async (lines, words, { fast, check, fall, late }) => {
      const soonest = check + (fall - 1) * (fast + check);
      const { app, hang, until } = await startTier(lines, words, late);
      hang();
      const { time, checks } = await until("DOWN", () => app.holds() > 0);
      expect(time).toBeGreaterThan(soonest - 50);
      expect(checks.length).toBeGreaterThanOrEqual(fall);
      for (const { milliseconds } of checks) expect(milliseconds).toBeGreaterThanOrEqual(check - 5);
    },
  );

  it("is UP again within rise x inter of its recovery", async () => {
    const { app, hang, recover, until } = await startTier("", "inter 300ms rise 3 fall 1", 4_000);
    hang();
    await until("DOWN", () => app.holds() > 0);
    recover();
    expect((await until("UP")).time).toBeGreaterThan(2 * 300 - 50);
  });
});
