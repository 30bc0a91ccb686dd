import type { ServiceTime } from "../../fleet/fleet.js";
import { memo } from "../../fleet/memo.js";
import type { Plan } from "../plan/plan.js";
import type { ProxyPlan } from "../plan/plan-proxy.js";
import { BackendQueues } from "./backend-queues.js";
import { EventQueue } from "./events.js";
import { FrontendQueue, HaproxyProcess } from "./frontend-queue.js";
import type { CheckSite } from "./health-check.js";
import { HealthCheck } from "./health-check.js";
import { Jobs } from "./jobs.js";
import type { Line } from "./line.js";
import { Recorder } from "./recorder.js";
import { Requests } from "./requests.js";
import { Sampler } from "./sampler.js";
import type { DrawServiceTime } from "./service-time.js";
import { serviceTimes } from "./service-time.js";
import { Sessions } from "./sessions.js";
import { Shares } from "./shares.js";
import type { Answer, Station, StationKind } from "./station.js";
import { openStation } from "./station.js";
import type { Streams } from "./streams.js";

/** What one storm leaves to the next. */
export interface Carried {
  /** Requests that are not over, and clients that will ask again. */
  readonly requests: number;
  /** Slots that are taken. */
  readonly busy: number;
}

/** What the processes of all proxies have in common. */
interface Surroundings {
  readonly site: Omit<CheckSite, "draw">;
  readonly drawOf: (time: ServiceTime) => DrawServiceTime;
}

/** All that a plan speaks of, idle and wired together. */
export class World {
  readonly events = new EventQueue();
  readonly requests = new Requests();
  readonly jobs = new Jobs();
  readonly recorder: Recorder;
  readonly stations: readonly Station[];
  readonly frontends: FrontendQueue[] = [];
  /** Every server line of every HAProxy process. */
  readonly lines: { readonly backend: BackendQueues; readonly line: Line }[] = [];
  readonly checks: HealthCheck[] = [];
  readonly sessions: Sessions;
  /** The frontend that a request comes to. */
  readonly shares: Shares;
  private readonly sharesOf: ReadonlyMap<string, Shares>;
  /** What is under way when the next storm begins; nothing where this one is over by then. */
  carried: Carried = { requests: 0, busy: 0 };
  private readonly sampler: Sampler;

  constructor(
    plan: Plan,
    kinds: readonly StationKind[],
    private readonly streams: Streams,
  ) {
    const { events, jobs, answer } = this;
    this.recorder = new Recorder(plan);
    this.stations = plan.instances.map((instance, number) =>
      openStation(kinds, { number, plan: instance, events, jobs, answer, random: streams.instances }),
    );
    this.sampler = new Sampler(plan.curves, this);
    this.sessions = new Sessions(plan.clients, this);
    const site: Surroundings["site"] = {
      events,
      jobs,
      random: streams.checks,
      down: (instance) => this.recorder.down(instance),
    };
    const drawOf = memo(serviceTimes);
    const weights: number[] = [];
    plan.proxies.forEach((proxy, number) => {
      for (let process = 0; process < proxy.processes; process++) {
        this.addProcess(proxy, number, { site, drawOf });
        for (const { share } of proxy.listeners) weights.push(share / proxy.processes);
      }
    });
    this.shares = new Shares(weights);
    const names = this.frontends.map((frontend) => frontend.plan.name);
    this.sharesOf = new Map(
      [...new Set(names)].map((name) => [
        name,
        new Shares(weights.map((weight, at) => (names[at] === name ? weight : 0))),
      ]),
    );
  }

  /** The frontend that a client asks again who has asked that one: the same listener, of whichever proxy. */
  again(frontend: number, at: number): number {
    const { name } = (this.frontends[frontend] as FrontendQueue).plan;
    return (this.sharesOf.get(name) as Shares).pick(at);
  }

  /** What balance hashes of a request that comes to a frontend, from 32 random bits of its own; -1 where there is nothing. */
  keyFor(frontend: number, bits: number): number {
    const { key } = (this.frontends[frontend] as FrontendQueue).backend.plan;
    if (key === "client") return bits;
    return key === "path" ? 0 : -1;
  }

  /** Takes a sample of the state of all parts. */
  sample(): void {
    this.sampler.sample();
  }

  /** Who gets an answer is known only once all parts are there. */
  onAnswer: Answer = () => undefined;

  private addProcess(proxy: ProxyPlan, number: number, { site, drawOf }: Surroundings): void {
    const process = new HaproxyProcess(proxy.maxconn, number);
    const { events, requests, sessions } = this;
    for (const listener of proxy.listeners) {
      const backend = new BackendQueues(
        listener.backend,
        this.lines.length,
        { events, requests, random: this.streams.balance },
        sessions,
      );
      const draw = drawOf(listener.service_time);
      this.frontends.push(new FrontendQueue(process, listener, { backend, requests, draw }));
      for (const line of backend.lines) {
        this.lines.push({ backend, line });
        const { instance, check } = line.plan;
        if (check === undefined) continue;
        const station = this.stations[instance] as Station;
        const checked = { line, backend, station, spread: proxy.spreadChecks };
        this.checks.push(new HealthCheck(this.checks.length, check, checked, { ...site, draw }));
      }
    }
  }

  private answer: Answer = (owner, outcome) => this.onAnswer(owner, outcome);
}
