import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { loadInventory } from "../../src/api/library.js";
import type { Fleet } from "../../src/fleet/fleet.js";

const FOLDER = "test/lab/scenarios";

/**
 * How near a prediction is to what was measured: the share of 503, the median and the 99th percentile of the answers'
 * times by their own size, and times that a server was marked DOWN.
 */
const RULE = { failed: 0.02, p50: 0.1, p99: 0.1, down: 3 } as const;

const scenarioSchema = z.strictObject({
  /** What is looked at, in a sentence. */
  about: z.string(),
  inventory: z.string(),
  set: z.array(z.string()).default([]),
  /**
   * What stands behind HAProxy: Apache with mod_wsgi on the rendered file, or a stub with as many slots as Apache has
   * workers and the kernel's backlog before them.
   */
  servers: z.enum(["apache", "stub"]).default("apache"),
  seed: z.int().min(0).default(1),
  /** Where the rule does not hold: how far off the prediction may be, and the reason. */
  within: z
    .strictObject({
      failed: z.number().default(RULE.failed),
      p50: z.number().default(RULE.p50),
      p99: z.number().default(RULE.p99),
      down: z.number().default(RULE.down),
      because: z.string(),
    })
    .default({ ...RULE, because: "it is the rule" }),
});

/** A tier, a storm, and how far the simulator may be off. */
export interface Scenario extends z.infer<typeof scenarioSchema> {
  readonly name: string;
}

export const scenarioNames = (): readonly string[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.slice(0, -".yaml".length))
    .sort();

export const readScenario = (name: string): Scenario => {
  const known = scenarioNames();
  if (!known.includes(name)) throw new Error(`there is no scenario ${name}: there are ${known.join(", ")}`);
  const file = `${FOLDER}/${name}.yaml`;
  const read = scenarioSchema.safeParse(parse(readFileSync(file, "utf8")));
  if (!read.success) throw new Error(`${file}: ${z.prettifyError(read.error)}`);
  return { name, ...read.data };
};

/** The fleet of a scenario, with further overrides. */
export const fleetOf = ({ inventory, set }: Scenario, further: readonly string[] = []): Fleet => {
  const loaded = loadInventory(inventory, { sets: [...set, ...further] });
  if (!loaded.ok) throw new Error(loaded.findings.map(({ message, fix }) => `${message}: ${fix}`).join("\n"));
  return loaded.fleet;
};
