import { allRules, builtIn } from "../../src/api/built-in.js";
import { simulate } from "../../src/api/library.js";
import { loadInventory } from "../../src/api/load.js";
import { withSets } from "../../src/fixes/fixes.js";
import type { Trying } from "../../src/fixes/trial.js";
import { isSame, lay } from "../../src/fixes/trial.js";
import type { Fleet } from "../../src/fleet/fleet.js";
import { subjectText } from "../../src/fleet/subject.js";
import type { Finding } from "../../src/rules/finding.js";
import { SEVERITIES } from "../../src/rules/finding.js";
import { validate } from "../../src/rules/validate.js";
import type { Prediction } from "../../src/simulate/figures/prediction.js";
import { flawedInventory } from "./flawed-fleet.js";
import { randomFleet } from "./main.js";

const TODAY = "2026-12-01";
const RUNS = 20;
/** What fewer answers are, and a longer p99. */
const FEWER = 0.002;
const LONGER = 1.05;
const NO_WAIT = 0.1;

export const judge = (fleet: Fleet): readonly Finding[] =>
  validate(fleet, { today: TODAY, rules: allRules }).findings;

export const trying: Trying = { targets: builtIn, rules: allRules, judge };

/** A finding and its fix, and what of the promise that one breaks. */
export interface Fixed {
  readonly finding: Finding;
  readonly broken: readonly string[];
}

/** Every finding of a fleet, with what becomes of its fix: judged anew, and tried in the simulator. */
export const fixesOf = (fleet: Fleet): readonly Fixed[] => {
  const findings = withSets(fleet, judge(fleet), trying);
  const before = new Map(fleet.storms.map(({ name }) => [name, predicted(fleet, name)]));
  const known = new Map<string, readonly string[]>();
  return findings.map((finding) => {
    const { set = [], fix } = finding;
    if (set.length === 0) return { finding, broken: [] };
    const laid = lay(fleet, set, trying);
    if (laid === undefined) return { finding, broken: ["the inventory does not take it"] };
    const key = set.join("\n");
    const storms = known.get(key) ?? ofStorms(laid.fleet, before);
    known.set(key, storms);
    return {
      finding,
      broken: [
        ...ofFindings(finding, findings, judge(laid.fleet)),
        ...storms.filter((one) => !one.startsWith("p99") || !/p99 (?:may rise|rises)/.test(fix)),
      ],
    };
  });
};

const predicted = (fleet: Fleet, storm: string): Prediction | undefined => {
  const simulated = simulate(fleet, { storm, runs: RUNS });
  return simulated.ok ? simulated.prediction : undefined;
};

const ofFindings = (
  finding: Finding,
  before: readonly Finding[],
  after: readonly Finding[],
): readonly string[] => {
  const rank = ({ severity }: Finding): number => SEVERITIES.indexOf(severity);
  const fresh = after.filter(
    (other) =>
      rank(other) <= rank(finding) &&
      !before.some((known) => rank(known) <= rank(other) && isSame(known, other)),
  );
  return [
    ...(after.some((other) => isSame(other, finding)) ? ["it remains"] : []),
    ...fresh.map((other) => `new: ${other.severity} ${other.rule} ${subjectText(other.subject)}`),
  ];
};

const ofStorms = (fleet: Fleet, before: ReadonlyMap<string, Prediction | undefined>): readonly string[] =>
  [...before].flatMap(([name, was]) => {
    const is = predicted(fleet, name);
    if (was === undefined || is === undefined) return [];
    const [answered, answers] = [was.answered.mean, is.answered.mean];
    const [p99, waits] = [was.wait.p99.mean, is.wait.p99.mean];
    return [
      ...(answers < answered - FEWER ? [`answered ${answered.toFixed(4)} -> ${answers.toFixed(4)}`] : []),
      ...(waits > p99 * LONGER + NO_WAIT ? [`p99 ${p99.toFixed(2)} -> ${waits.toFixed(2)}`] : []),
    ];
  });

export interface Tally {
  readonly found: Record<Finding["severity"], number>;
  with: number;
  without: number;
  broken: number;
}

/** By rule: findings, those of errors and warnings with a set and without, and those whose set breaks the promise. */
export const tallyOf = (all: readonly Fixed[]): ReadonlyMap<string, Tally> => {
  const tally = new Map<string, Tally>();
  for (const { finding, broken } of all) {
    const known = tally.get(finding.rule) ?? {
      found: { error: 0, warning: 0, info: 0 },
      with: 0,
      without: 0,
      broken: 0,
    };
    tally.set(finding.rule, known);
    known.found[finding.severity]++;
    if (broken.length > 0) known.broken++;
    if (finding.severity === "info") continue;
    if (finding.set?.length) known.with++;
    else known.without++;
  }
  return tally;
};

/** A random fleet of any load, and one that would be sound but for a few flaws; none where those are no inventory. */
export const fleetsOf = (seed: number): readonly { readonly kind: string; readonly fleet: Fleet }[] => {
  const { text, sets } = flawedInventory(seed);
  const flawed = loadInventory("flawed.json", { read: () => ({ ok: true, text }), sets });
  return [
    { kind: "random", fleet: randomFleet(seed) },
    ...(flawed.ok ? [{ kind: "flawed", fleet: flawed.fleet }] : []),
  ];
};
