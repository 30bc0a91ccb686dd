import type { Milliseconds, Share } from "../text/units.js";
import { STEPS } from "./steps.js";
import type { Group } from "./tier.js";

/**
 * How many units of an app server are there while others are replaced. A storm finds each with another number of
 * requests left, so that they do not leave together; but while some are gone the rest serve for them, and leave the
 * sooner.
 */
export class Replacing {
  /** Requests that a unit which is always there has served by each step. */
  private readonly each = new Float64Array(STEPS);
  /** Of all units those that have come to their last request by then, returned ones counted again. */
  private readonly leaving = new Float64Array(STEPS);
  /** The first step whose returning units have not come to their last request again. */
  private again = 0;
  private here: Share = 1;

  constructor(private readonly group: Group) {}

  /** The share of the units that is there, after `served` requests were answered in the step before. */
  next(now: number, served: number, step: Milliseconds, stays: Milliseconds): Share {
    if (now === 0) return 1;
    const { units, replacedAfter, gap } = this.group;
    const before = this.each[now - 1] as number;
    const each = before + served / (units * this.here);
    this.each[now] = each;
    let leaving = (Math.min(each, replacedAfter) - Math.min(before, replacedAfter)) / replacedAfter;
    const away = Math.max(Math.round((stays + gap) / step), 1);
    while (this.again < now && (this.each[this.again] as number) + replacedAfter <= each) {
      leaving += this.leftAt(this.again - away) - this.leftAt(this.again - away - 1);
      this.again++;
    }
    this.leaving[now] = (this.leaving[now - 1] as number) + leaving;
    const ago = now - Math.round(stays / step);
    const gone = this.leftAt(ago) - this.leftAt(now - away);
    this.here = Math.min(Math.max(1 - gone, LEAST), 1);
    return this.here;
  }

  private leftAt(step: number): number {
    return step < 0 ? 0 : (this.leaving[step] as number);
  }
}

/** So that what waits for them has a length. */
const LEAST: Share = 0.002;
