import { describe, expect, it } from "vitest";
import { allTargets, builtIn } from "../../../src/api/built-in.js";
import { simulate, validate } from "../../../src/api/library.js";
import { compareFleets } from "../../../src/diff/changes.js";
import { rolloutOf } from "../../../src/diff/rollout.js";
import { templatesFrom } from "../../../src/disk/templates.js";
import { renderFleet } from "../../../src/render/render.js";
import { moveUnits, roomForUnits } from "../../../src/tune/slots.js";
import { small } from "../../fleet/small.js";
import { loadOnBase, problemsOf } from "../../inventory/from-text.js";

/** The small tier with a plain number of slots in the place of mod_wsgi and what goes with it. */
const plain = (slots: number, more = "") =>
  small(`apache: null\nmirrorlist: { wsgi: null, server: null, slots: ${slots} }\n${more}`);

const findings = (fleet: ReturnType<typeof plain>) => validate(fleet, { today: "2026-11-24" }).findings;

describe("a service with a plain number of slots", () => {
  it("renders HAProxy's file and the kernel's, and nothing else", () => {
    const result = renderFleet(plain(45), allTargets, templatesFrom(undefined), "0");
    expect(result.ok && result.rendered.artefacts.map(({ path }) => path)).toEqual([
      "modules/haproxy/files/haproxy.cfg",
      "modules/kernel/files/99-mmconf.conf",
    ]);
  });

  it("needs no Apache: the rules of runtimes and of what stands behind them say nothing", () => {
    expect(findings(plain(45)).filter(({ rule }) => /^(?:apache|mirrorlist)\//.test(rule))).toEqual([]);
    expect(findings(plain(45)).map(({ message }) => message)).toEqual([]);
  });

  it("is held to its slots by the rules of capacity", () => {
    const [slots, ...others] = findings(plain(20)).filter(({ rule }) => rule === "capacity/app-slots");
    expect(others.length).toBeLessThan(2);
    expect(slots).toMatchObject({
      subject: { service: "mirrorlist", host: "app1" },
      figures: { demand: 40, slots: 20, checks: 2 },
      fix: expect.stringContaining("or 42 slots"),
    });
  });

  it("points at its number where more slots are asked for", () => {
    const small = findings(plain(2)).find(({ rule }) => rule === "capacity/one-server-down");
    expect(small).toMatchObject({
      at: { path: "mirrorlist.slots" },
      fix: expect.stringMatching(/\bslots \d+ /),
    });
  });

  it("serves a storm in simulation, and loses requests where it has too few", () => {
    const answered = (slots: number) => {
      const result = simulate(plain(slots), { runs: 2 });
      if (!result.ok) throw new Error(result.reason);
      return result.prediction.answered.mean;
    };
    expect(answered(45)).toBe(1);
    expect(answered(1)).toBeLessThan(1);
  });

  it("may be what one host has", () => {
    const fleet = small("app_servers: { app2: { mirrorlist: { slots: 9 } } }");
    expect(fleet.appServers.map(({ services: [service] }) => service?.runtime.name)).toEqual([
      "mod_wsgi",
      "slots",
      "mod_wsgi",
      "mod_wsgi",
      "mod_wsgi",
    ]);
    // What stands behind the slots stands there still.
    expect(fleet.appServers[1]?.services[0]).toMatchObject({
      sections: { slots: 9 },
      behind: [{ name: "mirrorlist_server" }],
    });
    expect(fleet.appServers[1]?.services[0]?.sections).not.toHaveProperty("wsgi");
  });

  it("is a figure of a comparison, from which nothing is rendered", () => {
    const [change, ...others] = compareFleets(plain(45), plain(50), builtIn);
    expect(others).toEqual([]);
    expect(change).toMatchObject({ area: "figures", setting: "slots", before: "45", after: "50" });
    expect(change && rolloutOf(change, builtIn).takes).toBe("nothing");
  });

  it("takes the place of another runtime with all that the other had set", () => {
    const changes = compareFleets(small(), plain(45), builtIn);
    expect(changes.find(({ setting }) => setting === "processes")).toMatchObject({
      before: "45",
      after: null,
    });
    expect(changes.find(({ setting }) => setting === "slots")).toMatchObject({ before: null, after: "45" });
  });

  it("is tuned by its number, though nobody knows how many a host holds", () => {
    const fleet = plain(45);
    expect(roomForUnits(fleet, "mirrorlist")).toBeUndefined();
    const choice = {
      units: { service: "mirrorlist", setting: "slots", count: 60, because: "", rule: undefined },
      share: "traffic",
      queue: undefined,
    } as const;
    expect(moveUnits(fleet, choice)).toMatchObject([
      { path: ["mirrorlist", "slots"], before: 45, value: 60 },
    ]);
  });
});

describe("a service", () => {
  const problems = (mirrorlist: string) => {
    const loaded = loadOnBase(`mirrorlist: ${mirrorlist}`);
    return loaded.ok ? [] : loaded.findings.map(({ rule, at }) => [rule, at.path]);
  };

  it("runs under one runtime, and says which", () => {
    expect(problems("{ slots: 9 }")).toEqual([["schema/value", "mirrorlist.slots"]]);
    expect(problems("{ wsgi: null }")).toEqual([["schema/required", "mirrorlist"]]);
    expect(problems("{ wsgi: null, slots: 0 }")).toEqual([["schema/value", "mirrorlist.slots"]]);
  });

  it("is refused before its listener is blamed for slots that are not there", () => {
    expect(problemsOf(loadOnBase("mirrorlist: { wsgi: null }"))).toHaveLength(1);
  });
});
