import type { Milliseconds } from "../../text/units.js";
import type { BackendPlan } from "../plan/plan-backend.js";
import type { Line } from "./line.js";
import type { Xoshiro } from "./xoshiro.js";

/** The load that a choice looks at. */
export interface Load {
  readonly now: Milliseconds;
  /** Requests that the backend has, those in its queues too. */
  readonly sessions: number;
}

/** Chooses a server for each request, as HAProxy 2.6 does (assign_server in src/backend.c and the src/lb_*.c). */
export class Balancer {
  /** The servers in use: the active ones that are UP, else the first backup that is, else with allbackups all of them. */
  serving: readonly Line[] = [];
  private wheel: Int32Array = new Int32Array(0);
  private at = 0;
  private choices = 0;

  constructor(
    private readonly plan: BackendPlan,
    private readonly lines: readonly Line[],
    private readonly stream: Xoshiro,
  ) {
    this.refresh(0);
  }

  /** Looks again which servers are UP and what they weigh. */
  refresh(now: Milliseconds): void {
    const usable = this.lines.filter((line) => line.up && line.plan.weight > 0);
    const active = usable.filter((line) => !line.plan.backup);
    const backups = this.plan.allbackups ? usable : usable.slice(0, 1);
    for (const line of this.serving) line.serving = false;
    this.serving = active.length > 0 ? active : backups;
    for (const line of this.serving) line.serving = true;
    // Under static-rr and hashes a weight is what it is; the others follow slowstart (manual 4.2 balance).
    const isStatic = this.plan.algorithm === "static-rr" || this.plan.algorithm === "hash";
    this.wheel = wheelOf(this.serving.map((line) => (isStatic ? line.plan.weight : line.weightAt(now))));
  }

  /** A server to send to; under a hash, perhaps one that is full. Undefined where all that it may be are full. */
  choose(key: number, load: Load, avoid: Line | undefined): Line | undefined {
    const chosen = this.find(key, load, avoid);
    if (chosen !== undefined) chosen.chosen = ++this.choices;
    return chosen;
  }

  private find(key: number, load: Load, avoid: Line | undefined): Line | undefined {
    switch (this.plan.algorithm) {
      case "leastconn":
        return this.least(load, avoid);
      case "first":
        return this.serving.find((line) => !this.isFull(line, load));
      case "random":
        return this.drawn(load);
      case "hash":
        // With one server left nothing is hashed: every request is for that one (get_server_hh: tot_used == 1).
        if (this.serving.length === 1) return this.serving[0];
        return key < 0 ? this.nextInTurn(load, avoid) : this.onWheel(key % this.wheel.length);
      default:
        return this.nextInTurn(load, avoid);
    }
  }

  /** The next on the wheel that is not full; the one to avoid only where it is the last. */
  private nextInTurn(load: Load, avoid: Line | undefined): Line | undefined {
    const turns = this.wheel.length;
    let fallback = -1;
    for (let turn = 0; turn < turns; turn++) {
      const at = (this.at + turn) % turns;
      const line = this.onWheel(at);
      if (line === undefined || this.isFull(line, load)) continue;
      if (line !== avoid) {
        this.at = (at + 1) % turns;
        return line;
      }
      if (fallback === -1) fallback = at;
    }
    if (fallback === -1) return undefined;
    this.at = (fallback + 1) % turns;
    return this.onWheel(fallback);
  }

  /** The one with the fewest requests for its weight; among equals, the one chosen longest ago. */
  private least(load: Load, avoid: Line | undefined): Line | undefined {
    let best: Line | undefined;
    let bestLoad = Number.POSITIVE_INFINITY;
    for (const line of this.serving) {
      if (line === avoid || this.isFull(line, load)) continue;
      const its = (line.served + line.queue.length) / line.weightAt(load.now);
      if (best === undefined || its < bestLoad || (its === bestLoad && line.chosen < best.chosen)) {
        best = line;
        bestLoad = its;
      }
    }
    return best ?? (avoid?.serving && !this.isFull(avoid, load) ? avoid : undefined);
  }

  /** The less loaded of some drawn by weight; where that one is full, none, although others may not be (get_server_rnd). */
  private drawn(load: Load): Line | undefined {
    let best: Line | undefined;
    for (let draw = 0; draw < this.plan.draws; draw++) {
      const line = this.onWheel(Math.floor(this.stream.uniform() * this.wheel.length));
      if (line === undefined) continue;
      if (best === undefined || line.served * best.weightAt(load.now) < best.served * line.weightAt(load.now))
        best = line;
    }
    return best !== undefined && this.isFull(best, load) ? undefined : best;
  }

  private onWheel(at: number): Line | undefined {
    return this.serving[this.wheel[at] as number];
  }

  private isFull(line: Line, { now, sessions }: Load): boolean {
    return line.isFull(now, sessions, this.plan.fullconn);
  }
}

/**
 * The order in which round robin goes through servers: each comes up as often as its weight says, spread as evenly as
 * can be. HAProxy's static maps are made so (init_server_map in src/lb_map.c), and its round robin over trees gives
 * the same shares.
 */
export const wheelOf = (weights: readonly number[]): Int32Array => {
  const divisor = weights.reduce(commonDivisor, 0) || 1;
  const turns = weights.flatMap((weight, server) => {
    const times = weight / divisor;
    return Array.from({ length: times }, (_, turn) => ({ at: (turn + 0.5) / times, server }));
  });
  // Sorting is stable: at one place, servers keep their order.
  turns.sort((a, b) => a.at - b.at);
  return Int32Array.from(turns, (turn) => turn.server);
};

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));
