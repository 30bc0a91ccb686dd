import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { allRules } from "../../src/api/built-in.js";
import { loadInventory } from "../../src/api/load.js";
import { withSets } from "../../src/fixes/fixes.js";
import { answersAsMany, isSame, lay, newIn } from "../../src/fixes/trial.js";
import type { Fleet } from "../../src/fleet/fleet.js";
import { judge, trying } from "../../tools/agree/fixes.js";

const CASES = "test/rules/cases";

/** What no value fixes, and why. */
const NO_VALUE: Readonly<Record<string, string>> = {
  "apache/mpm": "which MPM is loaded is a fact of the host",
  "haproxy/check-without-httpchk": "no site says which path the application answers",
  "haproxy/duplicate-bind": "which port is free is the operator's to say",
  "hygiene/duplicate-address": "which of the two addresses is right is a fact",
  "hygiene/idle-proxy": "what the proxies' shares are is a fact",
  "hygiene/no-active-server": "hosts move from one section to another",
  "hygiene/raw-setting": "a line moves to a key, which is read otherwise",
  "hygiene/single-active-server": "it takes another host",
  "hygiene/unused-app-server": "whether it should serve is the operator's to say",
  "mirrorlist/distinct-files": "where the files are is the operator's to say",
  "mirrorlist/socket-path": "where the socket is is the operator's to say",
  "time/patience": "the case has memory for too few processes",
};

const fleetOf = (slug: string): Fleet => {
  const loaded = loadInventory(join(CASES, slug, "fails.yaml"), {
    environment: slug,
    read: (name) => ({ ok: true, text: readFileSync(name, "utf8") }),
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings, null, 2));
  return loaded.fleet;
};

describe.each(allRules.map(({ slug }) => slug))("the fix of %s", (slug) => {
  const fleet = fleetOf(slug);
  const before = judge(fleet);
  const filled = withSets(
    fleet,
    before.filter(({ rule }) => rule === slug),
    trying,
  );

  it(slug in NO_VALUE ? "is no value" : "is values", () => {
    expect(filled.length).toBeGreaterThan(0);
    for (const { set } of filled) expect(set?.length === 0, set?.join(" ")).toBe(slug in NO_VALUE);
  });

  it("holds what a fix promises, once laid over the inventory", () => {
    for (const finding of filled.filter(({ set }) => set?.length)) {
      const laid = lay(fleet, finding.set ?? [], trying);
      if (laid === undefined) throw new Error(`the inventory does not take ${finding.set?.join(" ")}`);
      const after = judge(laid.fleet);
      expect(after.filter((other) => isSame(other, finding))).toEqual([]);
      expect(newIn(after, before, finding.severity)).toEqual([]);
      expect(answersAsMany(fleet, laid.fleet)).toBe(true);
    }
  });
});
