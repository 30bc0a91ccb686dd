import { allRules } from "../../src/api/built-in.js";
import { simulate } from "../../src/api/library.js";
import { loadInventory } from "../../src/api/load.js";
import type { Fleet } from "../../src/fleet/fleet.js";
import type { Finding } from "../../src/rules/finding.js";
import { validate } from "../../src/rules/validate.js";
import { randomInventory } from "./random-fleet.js";

const RUNS = 20;

/** Share of the requests from which on some rule has to say why they fail. */
const LOST = 0.01;

/** What validate states of one fleet, and what the simulator shows of it. */
export interface Agreement {
  readonly seed: number;
  /** Claims that no run bears out. */
  readonly contradicted: readonly Finding[];
  readonly claimed: readonly Finding[];
  /** Whether requests fail of which no finding speaks. */
  readonly missed: boolean;
  readonly failed: number;
  readonly down: number;
}

export const randomFleet = (seed: number): Fleet => {
  const text = JSON.stringify(randomInventory(seed));
  const loaded = loadInventory("random.json", { read: () => ({ ok: true, text }) });
  if (!loaded.ok)
    throw new Error(`seed ${seed}: ${loaded.findings.map(({ message }) => message).join("; ")}`);
  return loaded.fleet;
};

/** Rules that say why requests of a storm fail, whether or not they are sure of it. */
const SPEAKING: ReadonlySet<string> = new Set([
  "apache/cut-requests",
  "apache/graceful-timeout",
  "apache/maximum-requests",
  "apache/restart-herd",
  "capacity/server-room",
  "capacity/storm-throughput",
  "haproxy/check-timeout",
  "haproxy/queue-timeout",
  "time/patience",
  "time/service-time",
]);

export const agreement = (seed: number): Agreement => {
  const fleet = randomFleet(seed);
  const { findings } = validate(fleet, { today: "2026-12-01", rules: allRules });
  const ran = simulate(fleet, { runs: RUNS });
  if (!ran.ok) throw new Error(`seed ${seed}: ${ran.reason}`);
  const { answered, downEvents } = ran.prediction;
  const failed = 1 - answered.mean;
  const claimed = findings.filter(({ claims }) => claims !== null);
  return {
    seed,
    claimed,
    contradicted: claimed.filter(
      ({ claims }) => (claims?.failed && failed === 0) || (claims?.down && downEvents.mean === 0),
    ),
    missed:
      failed >= LOST && !findings.some(({ rule, severity }) => SPEAKING.has(rule) && severity !== "info"),
    failed,
    down: downEvents.mean,
  };
};

/** npm run agree -- [COUNT] [FROM] */
export const main = (args: readonly string[]): number => {
  const [count = "300", from = "1"] = args;
  const tally = new Map<string, { said: number; contradicted: number }>();
  let [missed, lost] = [0, 0];
  for (let seed = Number(from); seed < Number(from) + Number(count); seed++) {
    const found = agreement(seed);
    for (const finding of found.claimed) {
      const { rule } = finding;
      const known = tally.get(rule) ?? { said: 0, contradicted: 0 };
      const wrong = found.contradicted.includes(finding);
      tally.set(rule, { said: known.said + 1, contradicted: known.contradicted + Number(wrong) });
      if (wrong) console.log(`seed ${seed}: ${rule}: ${finding.message}`);
    }
    if (found.failed >= LOST) lost++;
    if (!found.missed) continue;
    missed++;
    console.log(
      `seed ${seed}: ${(found.failed * 100).toFixed(1)} % fail, ${found.down} DOWN, and no rule says why`,
    );
  }
  for (const [rule, { said, contradicted }] of [...tally].sort())
    console.log(`${rule}: ${said} claims, ${contradicted} contradicted`);
  console.log(`${count} fleets, ${lost} of them lose 1 % and more; of those no rule says why: ${missed}`);
  return missed + [...tally.values()].reduce((sum, { contradicted }) => sum + contradicted, 0) === 0 ? 0 : 1;
};
