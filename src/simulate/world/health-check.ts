import type { Share } from "../../text/units.js";
import type { CheckPlan } from "../plan/plan-backend.js";
import { synRetry } from "../plan/tcp.js";
import type { BackendQueues } from "./backend-queues.js";
import type { EventQueue } from "./events.js";
import { CHECK_DUE, CHECK_RETRY, CHECK_TIMEOUT } from "./events.js";
import type { Jobs } from "./jobs.js";
import { NO_SLOT, ownerOfCheck } from "./jobs.js";
import type { Line } from "./line.js";
import type { DrawServiceTime } from "./service-time.js";
import type { Station } from "./station.js";
import type { Xoshiro } from "./xoshiro.js";

const NO_JOB = -1;

/** What all health checks have of the world around them. */
export interface CheckSite {
  readonly events: EventQueue;
  readonly jobs: Jobs;
  readonly random: Xoshiro;
  /** Draws how long a check that takes a slot holds it, where nothing says so: as long as a request. */
  readonly draw: DrawServiceTime;
  /** The server was marked DOWN. */
  readonly down: (instance: number) => void;
}

/** Of what a health check is. */
export interface CheckedLine {
  readonly line: Line;
  readonly backend: BackendQueues;
  readonly station: Station;
  /** Checks are spread by this share of their interval. */
  readonly spread: Share;
}

/**
 * The health check of one server line in one HAProxy process (HAProxy 2.6 src/check.c). It passes maxconn and queues by;
 * at the instance it waits like any request, and that is how a busy server is marked DOWN.
 */
export class HealthCheck {
  /** From 0, DOWN for long, to rise + fall - 1, UP for long; UP from rise on. */
  private health: number;
  /** Tells the events of the check under way from those of earlier ones. */
  private stamp = 0;
  private job = NO_JOB;
  private syns = 0;

  constructor(
    private readonly number: number,
    private readonly plan: CheckPlan,
    private readonly of: CheckedLine,
    private readonly site: CheckSite,
  ) {
    this.health = plan.rise + plan.fall - 1;
    // Nobody knows where in its interval the storm finds it.
    site.events.plan(site.random.uniform() * plan.inter, CHECK_DUE, number, this.stamp);
  }

  /** It is time to ask. */
  begin(): void {
    const { site, plan } = this;
    const { events } = site;
    this.stamp++;
    this.syns = 0;
    const service = plan.takes === "slot" ? (plan.holds ?? site.draw(site.random)) : NO_SLOT;
    this.job = site.jobs.take(this.of.line.plan.instance, ownerOfCheck(this.number), service);
    events.plan(events.now + plan.connectBound, CHECK_TIMEOUT, this.number, this.stamp);
    this.tryConnect();
  }

  /** Its SYN reaches the server. */
  tryConnect(): void {
    const { site, plan } = this;
    const { station } = this.of;
    const { events } = site;
    if (!station.hasPlace) {
      events.plan(events.now + synRetry(++this.syns), CHECK_RETRY, this.number, this.stamp);
      return;
    }
    if (plan.takes === "connection") {
      site.jobs.abandon(this.job);
      this.job = NO_JOB;
      this.concluded(true);
      return;
    }
    if (plan.answerBound !== undefined) {
      this.stamp++;
      events.plan(events.now + plan.answerBound, CHECK_TIMEOUT, this.number, this.stamp);
    }
    station.accept(this.job);
  }

  /** Whether an event is about the check under way. */
  isMeant(stamp: number): boolean {
    return stamp === this.stamp;
  }

  timedOut(): void {
    this.site.jobs.abandon(this.job);
    this.concluded(false);
  }

  /** The server has answered; a status of 500, 503 or 504 fails the check at once. */
  answered(passed: boolean): void {
    this.concluded(passed);
  }

  private concluded(passed: boolean): void {
    const { plan, site } = this;
    this.job = NO_JOB;
    this.stamp++;
    if (passed) this.pass();
    else this.fail();
    const { events, random } = site;
    const { spread } = this.of;
    const shift = spread === 0 ? 0 : spread * (1 - 2 * random.uniform());
    // The next is due so long after this one's end (process_chk_conn).
    events.plan(events.now + this.interval(plan) * (1 + shift), CHECK_DUE, this.number, this.stamp);
  }

  private pass(): void {
    const { rise, fall } = this.plan;
    const best = rise + fall - 1;
    if (this.health === best) return;
    this.health++;
    if (this.health < rise) return;
    this.health = best;
    const { line, backend } = this.of;
    if (!line.up) backend.markUp(line);
  }

  private fail(): void {
    if (this.health === 0) return;
    this.health--;
    if (this.health >= this.plan.rise) return;
    this.health = 0;
    const { line, backend } = this.of;
    if (!line.up) return;
    this.site.down(line.plan.instance);
    backend.markDown(line);
  }

  /** srv_getinter: downinter where it is DOWN for certain, fastinter while its state is in doubt. */
  private interval({ inter, fastinter, downinter, rise, fall }: CheckPlan): number {
    if (this.health === rise + fall - 1) return inter;
    return this.health === 0 ? downinter : fastinter;
  }
}
