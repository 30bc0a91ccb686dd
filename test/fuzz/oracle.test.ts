import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { allTargets } from "../../src/api/built-in.js";
import type { Loaded } from "../../src/api/load.js";
import { loadInventory } from "../../src/api/load.js";
import { templatesFrom } from "../../src/disk/templates.js";
import type { Fleet } from "../../src/fleet/fleet.js";
import { thisMachine } from "../../src/project/machine.js";
import { renderFleet } from "../../src/render/render.js";
import { dialect } from "../../src/rules/haproxy/dialect.js";
import { evaluate } from "../../src/rules/run.js";
import { apacheProcessGroup } from "../../src/runtimes/mod_wsgi/rules/process-group.js";
import { inventories } from "./inventories.js";

/** Some hundreds in CI; `npm run fuzz` asks for 10,000. */
const CASES = Number(process.env.MMCONF_FUZZ ?? 200);
const templates = templatesFrom(undefined);
const folder = mkdtempSync(join(tmpdir(), "mmconf-fuzz-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const load = (inventory: unknown): Loaded =>
  loadInventory("fuzz.json", { read: () => ({ ok: true, text: JSON.stringify(inventory) }) });

/** Checks that speak of what a daemon refuses to start with: their errors stop a render before it is asked. */
const findsError = (fleet: Fleet): boolean =>
  evaluate(fleet, [dialect, apacheProcessGroup]).findings.some((finding) => finding.severity === "error");

/** What the daemons refuse of what an inventory renders; undefined where mmconf itself refuses the inventory. */
const refused = (inventory: unknown): string[] | undefined => {
  const loaded = load(inventory);
  if (!loaded.ok) return undefined;
  if (findsError(loaded.fleet)) return undefined;
  const result = renderFleet(loaded.fleet, allTargets, templates, "0");
  if (!result.ok) return [result.reason];
  return result.rendered.artefacts.flatMap((artefact) => {
    const own = join(folder, artefact.path.replaceAll("/", "-"));
    mkdirSync(own, { recursive: true });
    const file = join(own, basename(artefact.path));
    writeFileSync(file, artefact.content);
    const opinion = artefact.ask?.(file, thisMachine);
    return opinion === undefined || opinion.outcome === "accepted"
      ? []
      : [`${artefact.path}: ${opinion.said}\n${artefact.content}`];
  });
};

describe("what the schema accepts", () => {
  it("the real daemons accept, once it is rendered", () => {
    let asked = 0;
    fc.assert(
      fc.property(inventories, (inventory) => {
        const faults = refused(inventory);
        if (faults === undefined) return;
        asked++;
        expect(faults).toEqual([]);
      }),
      { numRuns: CASES },
    );
    // A generator that makes nothing but refused inventories would prove nothing.
    expect(asked).toBeGreaterThan(CASES / 2);
  });
});
