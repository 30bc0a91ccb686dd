import { describe, expect, it } from "vitest";
import { builtIn } from "../../src/api/built-in.js";
import { loadInventory, validate } from "../../src/api/library.js";
import { here } from "../../src/simulate/work.js";
import type { Pin } from "../../src/tune/pins.js";
import { heed } from "../../src/tune/pins.js";
import { tune } from "../../src/tune/tune.js";

const runner = here(builtIn.runtimes);

const isFree = (path: string, before: unknown, ...pins: readonly string[]): boolean =>
  heed(
    [{ path: path.split("."), value: 1, before, because: "a reason" }],
    pins.map((pin) => pin.split(".")),
  ).free.length === 1;

const MAXCONN = "haproxy.listeners.web.server.maxconn";

describe("a pin", () => {
  it("stands against a move to its own place, whatever is there", () => {
    expect(isFree(MAXCONN, 25, MAXCONN)).toBe(false);
    expect(isFree(MAXCONN, undefined, MAXCONN)).toBe(false);
    expect(isFree("haproxy.listeners.web.server.minconn", 25, MAXCONN)).toBe(true);
  });

  it("stands against moves below what it gives, or takes out, and above", () => {
    expect(isFree(MAXCONN, 25, "haproxy.listeners.web")).toBe(false);
    expect(isFree("accept", ["a waiver"], "accept.0")).toBe(false);
  });

  it.each([
    ["a proxy", `proxies.proxy1.${MAXCONN}`, MAXCONN],
    ["an app server", "app_servers.app1.apache.ListenBackLog", "apache.ListenBackLog"],
    ["a backup", "backups.b1.mirrorlist.wsgi.processes", "mirrorlist.wsgi.processes"],
    ["a listener", "haproxy.listeners.web.timeout.queue", "haproxy.defaults.timeout.queue"],
    [
      "a proxy's listener",
      "proxies.proxy1.haproxy.listeners.web.timeout.queue",
      "haproxy.defaults.timeout.queue",
    ],
    [
      "a proxy's listener, from its own defaults",
      "proxies.proxy1.haproxy.listeners.web.timeout.queue",
      "proxies.proxy1.haproxy.defaults.timeout.queue",
    ],
  ])("stands against a first word of %s on what the pin gives it, not against another", (_of, path, pin) => {
    expect(isFree(path, undefined, pin)).toBe(false);
    expect(isFree(path, 7, pin)).toBe(true);
  });

  it("of one host leaves the others free", () => {
    expect(isFree(MAXCONN, 25, `proxies.proxy1.${MAXCONN}`)).toBe(true);
    expect(isFree(`proxies.proxy2.${MAXCONN}`, undefined, `proxies.proxy1.${MAXCONN}`)).toBe(true);
  });
});

const prodWith = async (set: string, pin: Pin) => {
  const loaded = loadInventory("inventories/prod.yaml", { sets: [set] });
  if (!loaded.ok) throw new Error("prod is fine");
  const judge = (fleet: typeof loaded.fleet) => validate(fleet, { today: "2026-11-24" }).findings;
  const options = { runs: 2, judge, runner, targets: builtIn };
  const result = await tune(loaded.fleet, { ...options, pins: [pin] });
  if (!result.ok) throw new Error(result.reason);
  return result.tuning;
};

describe("tune with a pin", () => {
  it("leaves the value, and moves what follows from it", async () => {
    const path = ["mirrorlist", "wsgi", "processes"];
    const { fleet, moves, kept, remaining } = await prodWith("mirrorlist.wsgi.processes=45", path);
    expect(fleet.appServers.map(({ services: [service] }) => service?.runtime.units.count)).toEqual(
      Array(8).fill(45),
    );
    expect(moves.map((move) => [move.path.at(-1), move.value])).toContainEqual(["max_children", 45]);
    expect(remaining.map(({ rule }) => rule)).toContain("capacity/storm-throughput");
    expect(kept).toMatchObject([{ pin: path, move: { path, before: 45 } }]);
  });

  it("tells what would be there without it, and which finding that leaves", async () => {
    const path = ["haproxy", "listeners", "mirror-lists", "balance"];
    const { moves, kept, remaining } = await prodWith(
      "haproxy.listeners.mirror-lists.balance=roundrobin",
      path,
    );
    expect(moves.filter((move) => move.path.join() === path.join())).toEqual([]);
    expect(kept).toMatchObject([{ pin: path, move: { path, before: "roundrobin", value: "leastconn" } }]);
    expect(remaining.map(({ rule }) => rule)).toEqual(["haproxy/queue-at-failover"]);
  });

  it("tries no choice that comes to the same values", async () => {
    const path = ["haproxy", "listeners", "mirror-lists", "server", "maxconn"];
    const { tried, kept } = await prodWith("haproxy.listeners.mirror-lists.server.maxconn=15", path);
    expect(kept.map(({ move }) => move.path.at(-1))).toEqual(["maxconn", "maxconn"]);
    expect(tried.filter(({ choice }) => choice.share === "equal")).toEqual([]);
  });
});
