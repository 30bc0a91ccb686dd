import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { withOwn } from "../../src/api/built-in.js";
import { loadInventory } from "../../src/api/load.js";
import { compareFleets } from "../../src/diff/changes.js";
import { compareSides } from "../../src/diff/comparison.js";
import { consequencesOf } from "../../src/diff/consequences.js";
import { rolloutOf } from "../../src/diff/rollout.js";
import type { Module } from "../../src/extend/module.js";
import { defineModule } from "../../src/extend/module.js";
import type { Fleet } from "../../src/fleet/fleet.js";
import { fleetSection, serviceSection } from "../../src/fleet/targets.js";

const BASE = readFileSync("test/rules/cases/base.yaml", "utf8");

const withModule = (module: Module) => {
  const targets = withOwn({ modules: [module] });
  const load = (text: string): Fleet => {
    const loaded = loadInventory("test.yaml", {
      targets,
      read: (file) => ({ ok: true, text: file === "base.yaml" ? BASE : `extends: base.yaml\n${text}` }),
    });
    if (!loaded.ok) throw new Error(loaded.findings.map(({ message }) => message).join("\n"));
    return loaded.fleet;
  };
  return { targets, load };
};

const edge = z.strictObject({
  workers: z.int(),
  tls: z.strictObject({ session_timeout: z.string() }).optional(),
});
const edgeOf = fleetSection<z.output<typeof edge>>("edge");

describe("a module with a section of the fleet", () => {
  const { targets, load } = withModule(
    defineModule({
      name: "edge",
      schema: edge,
      effect: ({ setting }) => ({
        takes: setting === "workers" ? "restart" : "reload",
        why: "it says so",
        commands: [],
      }),
      consequences: (fleet) => [
        {
          name: "connections at the edge",
          unit: "requests",
          value: (edgeOf(fleet)?.settings.workers ?? 0) * 512,
        },
      ],
    }),
  );
  const before = load("edge: { workers: 2, tls: { session_timeout: 5m } }");
  const after = load("edge: { workers: 4, tls: { session_timeout: 9m } }");

  it("has its changes told, each at its place", () => {
    expect(compareFleets(before, after, targets)).toMatchObject([
      { area: "edge", subjects: ["edge"], setting: "workers", before: "2", after: "4", hosts: [] },
      { area: "edge", setting: "tls.session_timeout", before: "5m", after: "9m" },
    ]);
    const [change] = compareFleets(before, after, targets);
    expect(change?.at.after?.path).toBe("edge.workers");
  });

  it("says what taking them into use takes", () => {
    const takes = compareFleets(before, after, targets).map((change) => rolloutOf(change, targets).takes);
    expect(takes).toEqual(["restart", "reload"]);
  });

  it("has its figures beside those of the fleet", () => {
    expect(consequencesOf(before, after, targets).at(-1)).toEqual({
      name: "connections at the edge",
      unit: "requests",
      before: 1024,
      after: 2048,
      hosts: { before: [], after: [] },
    });
  });

  it("has its settings in the order of a rollout", () => {
    const side = (name: string, fleet: Fleet) => ({ name, fleet, tree: new Map() });
    const { meaning } = compareSides("test", side("a", before), side("b", after), {
      today: "2026-11-24",
      rules: [],
      targets,
    });
    expect(meaning?.order?.order).toEqual(["edge.workers", "edge.tls.session_timeout"]);
  });
});

describe("a module that says nothing of its changes", () => {
  it("has them reloaded", () => {
    const { targets, load } = withModule(defineModule({ name: "edge", schema: edge }));
    const [change] = compareFleets(load("edge: { workers: 2 }"), load("edge: { workers: 3 }"), targets);
    expect(change && rolloutOf(change, targets)).toMatchObject({ takes: "reload", commands: [] });
  });
});

describe("a module with a section that hosts may differ in", () => {
  const { targets, load } = withModule(
    defineModule({
      name: "agent",
      schema: z.strictObject({ interval: z.int(), jitter: z.int().optional() }),
      hosts: ["proxies"],
    }),
  );

  it("is laid on the fleet's for that host alone, and compared host by host", () => {
    const before = load("agent: { interval: 10 }");
    const after = load("agent: { interval: 10 }\nproxies: { proxy2: { agent: { interval: 60 } } }");
    expect(after.proxies.map(({ parts }) => parts.agent?.settings)).toEqual([
      { interval: 10 },
      { interval: 60 },
    ]);
    expect(compareFleets(before, after, targets)).toMatchObject([
      { area: "agent", setting: "interval", before: "10", after: "60", hosts: ["proxy2"] },
    ]);
  });

  it("loses on a host what null removes there, and takes no null that removes nothing", () => {
    const onProxy2 = "proxies: { proxy2: { agent: { jitter: null } } }";
    const fleet = load(`agent: { interval: 10, jitter: 5 }\n${onProxy2}`);
    expect(fleet.proxies.map(({ parts }) => parts.agent?.settings)).toEqual([
      { interval: 10, jitter: 5 },
      { interval: 10 },
    ]);
    expect(() => load(`agent: { interval: 10 }\n${onProxy2}`)).toThrow("proxies.proxy2.agent.jitter");
  });
});

describe("a module with a key of services", () => {
  const cacheOf = serviceSection<{ readonly connections: number }>("cache");
  const { targets, load } = withModule(
    defineModule({
      name: "cache",
      service: {
        key: "cache",
        schema: z.strictObject({ connections: z.int() }),
        bind: (_, service) => ({
          name: "cache",
          units: "connections",
          one: "connection",
          most: { value: cacheOf(service)?.connections ?? 0, because: "set", origin: service.node.origin },
          resumes: "one ended",
          listen: { what: "cache", family: "tcp", backlog: 9, at: service.node.origin, set: true },
          memory: { each: 1, lacks: "memory of a connection" },
        }),
      },
    }),
  );

  it("stands behind the slots, listens, and has its changes told", () => {
    const before = load("mirrorlist: { cache: { connections: 5 } }");
    expect(before.appServers[0]?.services[0]?.behind.map(({ name, most }) => [name, most.value])).toEqual([
      ["mirrorlist_server", 45],
      ["cache", 5],
    ]);
    const after = load("mirrorlist: { cache: { connections: 6 } }");
    expect(compareFleets(before, after, targets)).toMatchObject([
      { area: "cache", subjects: ["mirrorlist"], setting: "connections", before: "5", after: "6" },
    ]);
  });
});
