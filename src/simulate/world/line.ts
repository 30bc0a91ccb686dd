import { limitAt } from "../../fleet/limit-at.js";
import type { Milliseconds } from "../../text/units.js";
import type { LinePlan } from "../plan/plan-backend.js";
import { Fifo } from "./fifo.js";
import type { Requests } from "./requests.js";

/** HAProxy moves weights in sixteenths (BE_WEIGHT_SCALE in include/haproxy/backend-t.h). */
const WEIGHT_STEPS = 16;

/** A server line of one listener in one HAProxy process, as it stands. */
export class Line {
  up = true;
  /** Whether balance sends to it: active and UP, or a backup whose turn it is. */
  serving = false;
  /** Requests that it has been sent and not answered. */
  served = 0;
  /** When it came back, for slowstart; before, it is warm. */
  backSince = Number.NEGATIVE_INFINITY;
  /** When balance chose it last, counted in choices. */
  chosen = 0;
  /** Requests that wait for this server and no other. */
  readonly queue: Fifo;

  constructor(
    readonly plan: LinePlan,
    /** Its place among the lines of its listener. */
    readonly index: number,
    requests: Requests,
  ) {
    this.queue = new Fifo(requests.links);
  }

  /** How many requests it may have at once (srv_dynamic_maxconn in HAProxy 2.6 src/queue.c). */
  limit(now: Milliseconds, sessions: number, fullconn: number): number {
    const { plan } = this;
    const most = plan.minconn === plan.maxconn ? plan.maxconn : limitAt(sessions, fullconn, plan);
    const warmth = this.warmth(now);
    return warmth === 1 || most === Number.POSITIVE_INFINITY ? most : Math.max(Math.floor(most * warmth), 1);
  }

  /** Whether balance passes it by, or what is pinned to it must wait. */
  isFull(now: Milliseconds, sessions: number, fullconn: number): boolean {
    return this.queue.length > 0 || this.served >= this.limit(now, sessions, fullconn);
  }

  /** Its weight as slowstart leaves it, in sixteenths (server_recalc_eweight in src/server.c). */
  weightAt(now: Milliseconds): number {
    return this.plan.weight * Math.min(Math.floor(WEIGHT_STEPS * this.warmth(now)) + 1, WEIGHT_STEPS);
  }

  isWarm(now: Milliseconds): boolean {
    return this.warmth(now) === 1;
  }

  private warmth(now: Milliseconds): number {
    const { slowstart } = this.plan;
    return slowstart === 0 ? 1 : Math.min((now - this.backSince) / slowstart, 1);
  }
}
