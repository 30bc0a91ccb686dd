import { describe, expect, it } from "vitest";
import { builtIn } from "../../src/api/built-in.js";
import { compareFleets } from "../../src/diff/changes.js";
import { rolloutOf } from "../../src/diff/rollout.js";
import { small } from "./fleets.js";

const NO_SERVICE = "mirrorlist: null\nhaproxy: { listeners: { mirror-lists: { slots: null } } }";
const NO_SERVER = "mirrorlist: { server: null }";
const ONE_BACKUP = "haproxy: { listeners: { mirror-lists: { hosts: ['app[1-3]', backup1] } } }";
const FOUR = "app_servers: { app4: {} }";

const LISTED = [
  ["reap_children", "on"],
  ["memory_per_child", "8 MiB"],
  ["request_queue_size", "128"],
  ["max_children", "45"],
].map(([setting, value]) => `mirrorlist ${setting} ${value}`);
const DAEMONS = [
  ["user", "apache"],
  ["processes", "45"],
  ["threads", "1"],
  ["display-name", "mirrorlist"],
  ["maximum-requests", "1000"],
  ["request-timeout", "45s"],
  ["memory_per_process", "25 MiB"],
].map(([setting, value]) => `mirrorlist ${setting} ${value}`);
const SLOTS = "mirror-lists slots mirrorlist";

/** A part that one side lacks: on the other each of its settings, by subject, name and value. */
const PARTS: readonly (readonly [string, string, string, readonly string[]])[] = [
  ["the service", NO_SERVICE, "", [SLOTS, ...DAEMONS, ...LISTED]],
  ["the server behind the service", NO_SERVER, "", LISTED],
  ["a server line", ONE_BACKUP, "", ["mirror-lists server backup"]],
  ["an app server", "", FOUR, ["mirror-lists server active", "app servers host active app server"]],
  ["a proxy", "", "proxies: { proxy3: { traffic: 0% } }", ["proxies host proxy"]],
];

describe("a part that one side lacks", () => {
  const wholes = (from: string, to: string) =>
    compareFleets(small(from), small(to), builtIn).filter(
      ({ before, after }) => before === null || after === null,
    );

  it.each(PARTS)("comes, with all that it holds: %s", (_what, without, withIt, expected) => {
    const changes = wholes(without, withIt);
    const told = changes.map(({ subjects, setting, after }) => `${subjects} ${setting} ${after}`);
    expect(told).toEqual(expected);
    expect(changes.every(({ before, at }) => before === null && at.before === null)).toBe(true);
  });

  it.each(PARTS)("goes, with all that it held: %s", (_what, without, withIt, expected) => {
    const changes = wholes(withIt, without);
    const told = changes.map(({ subjects, setting, before }) => `${subjects} ${setting} ${before}`);
    expect(told).toEqual(expected);
    expect(changes.every(({ after, at }) => after === null && at.after === null)).toBe(true);
  });

  it("is nothing that both sides lack", () => {
    const changes = compareFleets(
      small(NO_SERVICE),
      small(`${NO_SERVICE}\nkernel: { vm.swappiness: 9 }`),
      builtIn,
    );
    expect(changes.map(({ setting }) => setting)).toEqual(["vm.swappiness"]);
  });

  it.each([
    ["a proxy", "proxies: { proxy3: {} }", /^existing proxies/],
    ["an app server", FOUR, /^existing app servers/],
  ])("leaves the others as they are: %s", (_what, text, why) => {
    const after = small(text);
    const [host] = compareFleets(small(), after, builtIn).filter(({ setting }) => setting === "host");
    expect(host && rolloutOf(host, builtIn)).toMatchObject({
      takes: "nothing",
      why: expect.stringMatching(why),
    });
  });
});
