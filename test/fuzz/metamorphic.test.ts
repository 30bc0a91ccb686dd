import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allRules, allTargets } from "../../src/api/built-in.js";
import { validate } from "../../src/api/library.js";
import { loadInventory } from "../../src/api/load.js";
import { templatesFrom } from "../../src/disk/templates.js";
import type { Fleet } from "../../src/fleet/fleet.js";
import { renderFleet } from "../../src/render/render.js";
import type { Finding } from "../../src/rules/finding.js";
import { inventories } from "./inventories.js";

const CASES = Number(process.env.MMCONF_FUZZ ?? 100);

const load = (inventory: unknown, sets: readonly string[] = []): Fleet | undefined => {
  const loaded = loadInventory("fuzz.json", {
    read: () => ({ ok: true, text: JSON.stringify(inventory) }),
    sets,
  });
  return loaded.ok ? loaded.fleet : undefined;
};

const findings = (fleet: Fleet): readonly Finding[] =>
  validate(fleet, { today: "2026-01-01", rules: allRules }).findings;

/** A finding without its place, which the order of keys moves. */
const told = (fleet: Fleet): string[] =>
  findings(fleet)
    .map(({ rule, severity, subject, message, why, fix, hosts }) =>
      JSON.stringify([rule, severity, subject, message, why, fix, hosts]),
    )
    .sort();

const render = (fleet: Fleet) => {
  const result = renderFleet(fleet, allTargets, templatesFrom(undefined), "0");
  if (!result.ok) throw new Error(result.reason);
  return result.rendered;
};

const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, child]) => [key, reversed(child)]),
  );
};

const property = (title: string, holds: (inventory: Record<string, unknown>, fleet: Fleet) => void) =>
  it(title, () => {
    let held = 0;
    fc.assert(
      fc.property(inventories, (inventory) => {
        const fleet = load(inventory);
        if (fleet === undefined) return;
        held++;
        holds(inventory, fleet);
      }),
      { numRuns: CASES },
    );
    expect(held).toBeGreaterThan(CASES / 2);
  });

const of = (slug: string) => (fleet: Fleet) =>
  findings(fleet).filter((finding) => finding.rule === slug && finding.severity !== "info");

describe("whatever the inventory", () => {
  property("the order of keys changes neither what is rendered nor what is found", (inventory, fleet) => {
    const other = load(reversed(inventory));
    expect(other && render(other)).toEqual(render(fleet));
    expect(other && told(other)).toEqual(told(fleet));
  });

  property(
    "every finding has a place, a reason and a fix, and no figure that is none",
    (inventory, fleet) => {
      // A name of the inventory's own may be that: a process group -0.
      if (/undefined|NaN|Infinity|"-0"/.test(JSON.stringify(inventory))) return;
      for (const { message, why, fix, at, figures } of findings(fleet)) {
        expect(`${message} ${why} ${fix}`).not.toMatch(/undefined|NaN|Infinity|\[object| -0\b/);
        expect([message, why, fix].every((text) => text.trim() !== "")).toBe(true);
        expect(at.line).toBeGreaterThan(0);
        for (const figure of Object.values(figures))
          expect(figure).toEqual(typeof figure === "number" ? expect.any(Number) : expect.any(String));
      }
    },
  );

  // More processes take more memory, so capacity/memory is left out; it is held below.
  const bySlots = allRules
    .map((rule) => rule.slug)
    .filter((slug) => slug.startsWith("capacity/") && slug !== "capacity/memory");
  property("more slots never add a finding of capacity", (inventory, fleet) => {
    const more = fleet.appServers[0]?.services[0]?.runtime.units.count ?? 0;
    const raised = load(inventory, [`mirrorlist.wsgi.processes=${Math.min(more * 2, 100_000)}`]);
    if (raised === undefined) return;
    for (const slug of bySlots)
      expect([slug, of(slug)(raised).length]).toEqual([
        slug,
        Math.min(of(slug)(raised).length, of(slug)(fleet).length),
      ]);
  });

  property("a larger maxconn never takes away a finding that the slots are too few", (_inventory, fleet) => {
    const listeners = fleet.proxies[0]?.haproxy.listeners ?? [];
    const sets = listeners.flatMap(({ name, own }) =>
      own.server?.maxconn
        ? [`haproxy.listeners.${name}.server.maxconn=${Math.min(own.server.maxconn * 2, 2 ** 31 - 1)}`]
        : [],
    );
    const raised = load(_inventory, sets);
    if (raised === undefined) return;
    for (const slug of ["capacity/app-slots", "capacity/reload-overlap"]) {
      expect(of(slug)(raised).length).toBeGreaterThanOrEqual(of(slug)(fleet).length);
    }
  });

  property("more processes never take away a finding that memory is too little", (inventory, fleet) => {
    const processes = fleet.appServers[0]?.services[0]?.runtime.units.count ?? 0;
    const raised = load(inventory, [`mirrorlist.wsgi.processes=${Math.min(processes + 1, 100_000)}`]);
    if (raised === undefined) return;
    expect(of("capacity/memory")(raised).length).toBeGreaterThanOrEqual(of("capacity/memory")(fleet).length);
  });
});
