import { ANSWERED } from "../plan/outcome.js";
import type { Plan } from "../plan/plan.js";
import type { Sample } from "./curves.js";
import { Series } from "./curves.js";
import { Histogram } from "./histogram.js";

export interface ProxyRecord {
  requests: number;
  answered: number;
  /** The most requests held back at once, at the moments of the series. */
  mostQueued: number;
  /** Requests held back at the moment that is being sampled. */
  held: number;
}

export interface InstanceRecord {
  down: number;
}

/** What one run has seen, in memory that does not grow with the number of requests. */
export class Recorder {
  /** Requests by outcome. */
  readonly outcomes: Float64Array;
  /** From asking, for the first time where a client asked again, to the answer, of the requests that were answered; milliseconds. */
  readonly response = new Histogram();
  /** Time in HAProxy's queues, of all requests that HAProxy had. */
  readonly queue = new Histogram();
  readonly series: Series;
  downEvents = 0;
  /** Requests whose clients asked again. */
  madeInVain = 0;
  readonly proxies: readonly ProxyRecord[];
  readonly instances: readonly InstanceRecord[];
  /** Requests that were answered since the last sample, and those that ended in 500, 503 or 504. */
  private answered = 0;
  private failed = 0;

  constructor(private readonly plan: Pick<Plan, "outcomes" | "proxies" | "instances" | "curves">) {
    this.outcomes = new Float64Array(plan.outcomes.length);
    this.series = new Series(plan.curves.proxies.length, plan.curves.servers.length);
    this.proxies = plan.proxies.map(() => ({
      requests: 0,
      answered: 0,
      mostQueued: 0,
      held: 0,
    }));
    this.instances = plan.instances.map(() => ({ down: 0 }));
  }

  /** A request has ended. */
  ended(proxy: number, outcome: number, took: number, queued: number): void {
    this.outcomes[outcome] = (this.outcomes[outcome] as number) + 1;
    const record = this.proxies[proxy] as ProxyRecord;
    record.requests++;
    this.queue.add(queued);
    if (outcome === ANSWERED) {
      record.answered++;
      this.answered++;
      this.response.add(took);
    } else if (this.plan.outcomes[outcome]?.status !== "gone") {
      this.failed++;
    }
  }

  /** A request has ended, and its client asks again. */
  inVain(outcome: number, queued: number): void {
    this.madeInVain++;
    this.queue.add(queued);
    if (this.plan.outcomes[outcome]?.status !== "gone") this.failed++;
  }

  /** The state of the world, at the moment that the series waits for. */
  sample(state: Omit<Sample, "answered" | "failed">): void {
    const { answered, failed } = this;
    this.answered = 0;
    this.failed = 0;
    this.series.add({ ...state, answered, failed });
  }

  down(instance: number): void {
    this.downEvents++;
    (this.instances[instance] as InstanceRecord).down++;
  }
}
