import type { Fleet } from "../fleet/fleet.js";
import type { Finding } from "../rules/finding.js";
import type { Trial, Trying } from "./trial.js";
import { answersAsMany, lay, newIn, remains } from "./trial.js";

/** Trials for the findings of one fleet. */
const MOST_TRIALS = 600;
/** Hosts that are resolved and judged anew for the findings of one fleet: past it their fixes are left out. */
const MOST_HOSTS = 400_000;

interface Judged extends Trial {
  findings: readonly Finding[] | undefined;
}

/** Where settings are laid over a fleet and judged, each of them once. */
export class Bench {
  /** Every finding on the fleet as it is. */
  readonly before: readonly Finding[];
  private readonly known = new Map<string, Judged | undefined>();
  private left: number;

  constructor(
    readonly fleet: Fleet,
    readonly trying: Trying,
  ) {
    this.before = trying.judge(fleet);
    const hosts = fleet.proxies.length + fleet.appServers.length;
    this.left = Math.min(Math.max(Math.floor(MOST_HOSTS / hosts), 1), MOST_TRIALS);
  }

  /** The fleet with settings by which a finding is gone; undefined where it is not, or the inventory takes no such values. */
  without(finding: Finding, sets: readonly string[]): Trial | undefined {
    const trial = this.laid(sets);
    return trial === undefined || remains(trial.fleet, finding, this.trying) ? undefined : trial;
  }

  findingsOn(trial: Trial): readonly Finding[] {
    const judged = this.known.get(trial.sets.join("\n"));
    if (judged === undefined) return this.trying.judge(trial.fleet);
    judged.findings ??= this.trying.judge(trial.fleet);
    return judged.findings;
  }

  /** The fleet with settings that hold what a fix of the finding promises. */
  holds(finding: Finding, sets: readonly string[]): Trial | undefined {
    const trial = this.without(finding, sets);
    return trial !== undefined &&
      newIn(this.findingsOn(trial), this.before, finding.severity).length === 0 &&
      answersAsMany(this.fleet, trial.fleet)
      ? trial
      : undefined;
  }

  private laid(sets: readonly string[]): Trial | undefined {
    const key = sets.join("\n");
    if (!this.known.has(key)) {
      if (this.left-- <= 0) return undefined;
      const trial = lay(this.fleet, sets, this.trying);
      this.known.set(key, trial && { ...trial, findings: undefined });
    }
    return this.known.get(key);
  }
}
