import { expect, it } from "vitest";
import { HELD, startApp } from "../app.js";
import { DEFAULTS, startHaproxy } from "../haproxy.js";
import { askAtOnce } from "../load.js";
import { freePort, waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

const MAXCONN = 10;

/** How many requests each server holds at last of 30 that carry one key, where none is answered; the rest of them get 503. */
const heldOfOneKey = async (lines: readonly string[], words = `maxconn ${MAXCONN}`) => {
  const apps = await Promise.all(["a", "b", "c"].map((name) => startApp(name, () => HELD)));
  const port = await freePort();
  const proxy = await startHaproxy(`${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  timeout queue 1s
  balance hdr(key)
  ${lines.join("\n  ")}
${apps.map((app, at) => `  server ${"abc"[at]} 127.0.0.1:${app.port} ${words}`).join("\n")}
`);
  const count = 30;
  const answers = askAtOnce(count, { port, headers: { key: "one" } });
  const holds = () => apps.map((app) => app.holds());
  const sum = () => holds().reduce((all, one) => all + one, 0);
  await waitFor("an end of every request's wait", () => sum() + proxy.accesses().length === count);
  const held = holds().sort((one, other) => other - one);
  const refused = proxy.accesses().filter(({ status, flags }) => status === 503 && flags === "sQ").length;
  for (const app of apps) app.release();
  await answers;
  expect(refused).toBe(count - held.reduce((all, one) => all + one, 0));
  return held;
};

describeWith(["haproxy"], "hash-balance-factor", () => {
  it.each([
    ["no factor", []],
    ["the factor alone", ["hash-balance-factor 150"]],
    ["hash-type map-based", ["hash-type map-based", "hash-balance-factor 150"]],
    ["hash-type consistent alone", ["hash-type consistent"]],
  ])("leaves one key one server unless the hash is consistent: %s", async (_, lines) => {
    expect(await heldOfOneKey(lines)).toEqual([MAXCONN, 0, 0]);
  });

  it.each([
    [101, [10, 10, 9]],
    [150, [10, 10, 0]],
    [300, [10, 0, 0]],
    [1000, [10, 0, 0]],
  ])(
    "gives one key 100 / factor of what the servers take, and 503 to the rest beside idle ones: %s",
    async (factor, held) => {
      expect(await heldOfOneKey(["hash-type consistent", `hash-balance-factor ${factor}`])).toEqual(held);
    },
  );

  it("lets no server have more than the factor times an even share where nothing bounds it", async () => {
    expect(await heldOfOneKey(["hash-type consistent", "hash-balance-factor 150"], "")).toEqual([15, 15, 0]);
  });
});
