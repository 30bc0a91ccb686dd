import type { CheckPlan } from "../plan/plan-backend.js";
import type { AppServer } from "./app-server.js";
import type { Backend } from "./backend.js";
import { CHECK_DUE, CHECK_RETRY, CHECK_TIMEOUT } from "./event.js";
import type { EventQueue } from "./event-queue.js";
import type { Jobs } from "./jobs.js";
import { NO_SLOT, ownerOfCheck } from "./jobs.js";
import type { Line } from "./line.js";
import { synRetry } from "./tcp.js";
import type { Xoshiro } from "./xoshiro.js";

const NO_JOB = -1;

/** What all health checks have in common. */
export interface CheckWorld {
  readonly events: EventQueue;
  readonly jobs: Jobs;
  readonly stream: Xoshiro;
  /** Draws how long a check that takes a slot holds it: it asks for what the requests ask for. */
  readonly drawService: () => number;
  /** The server was marked DOWN. */
  readonly down: (app: number) => void;
}

/**
 * The health check of one server line in one HAProxy process (HAProxy 2.6 src/check.c). It passes maxconn and queues by;
 * at the app server it waits like any request, and that is how a busy server is marked DOWN.
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
    private readonly spread: number,
    private readonly line: Line,
    private readonly backend: Backend,
    private readonly app: AppServer,
    private readonly world: CheckWorld,
  ) {
    this.health = plan.rise + plan.fall - 1;
    // Nobody knows where in its interval the storm finds it.
    world.events.plan(world.stream.uniform() * plan.inter, CHECK_DUE, number, this.stamp);
  }

  /** It is time to ask. */
  begin(): void {
    const { world, plan, line } = this;
    const { events } = world;
    this.stamp++;
    this.syns = 0;
    const service = plan.asks === "slot" ? world.drawService() : NO_SLOT;
    this.job = world.jobs.take(line.plan.app, ownerOfCheck(this.number), service);
    events.plan(events.now + plan.connectBound, CHECK_TIMEOUT, this.number, this.stamp);
    this.tryConnect();
  }

  /** Its SYN reaches the app server. */
  tryConnect(): void {
    const { world, plan, app } = this;
    const { events } = world;
    if (!app.hasPlace) {
      events.plan(events.now + synRetry(++this.syns), CHECK_RETRY, this.number, this.stamp);
      return;
    }
    if (plan.asks === "connection") {
      world.jobs.abandon(this.job);
      this.job = NO_JOB;
      this.concluded(true);
      return;
    }
    if (plan.answerBound !== undefined) {
      this.stamp++;
      events.plan(events.now + plan.answerBound, CHECK_TIMEOUT, this.number, this.stamp);
    }
    app.accept(this.job);
  }

  /** Whether an event is about the check under way. */
  isMeant(stamp: number): boolean {
    return stamp === this.stamp;
  }

  timedOut(): void {
    this.world.jobs.abandon(this.job);
    this.concluded(false);
  }

  /** The app server has answered; a status of 503 or 504 fails the check at once. */
  answered(passed: boolean): void {
    this.concluded(passed);
  }

  private concluded(passed: boolean): void {
    const { plan, world } = this;
    this.job = NO_JOB;
    this.stamp++;
    if (passed) this.pass();
    else this.fail();
    const { events, stream } = world;
    const shift = this.spread === 0 ? 0 : this.spread * (1 - 2 * stream.uniform());
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
    if (!this.line.up) this.backend.markUp(this.line);
  }

  private fail(): void {
    if (this.health === 0) return;
    this.health--;
    if (this.health >= this.plan.rise) return;
    this.health = 0;
    if (!this.line.up) return;
    this.world.down(this.line.plan.app);
    this.backend.markDown(this.line);
  }

  /** srv_getinter: downinter where it is DOWN for certain, fastinter while its state is in doubt. */
  private interval({ inter, fastinter, downinter, rise, fall }: CheckPlan): number {
    if (this.health === rise + fall - 1) return inter;
    return this.health === 0 ? downinter : fastinter;
  }
}
