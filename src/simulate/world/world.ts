import type { ServiceTime } from "../../fleet/fleet.js";
import { memo } from "../../fleet/memo.js";
import type { Plan } from "../plan/plan.js";
import type { BackendPlan } from "../plan/plan-backend.js";
import type { FrontendPlan, ListenerPlan, ProxyPlan } from "../plan/plan-proxy.js";
import { BackendQueues } from "./backend-queues.js";
import { EventQueue } from "./events.js";
import type { CheckSite } from "./health-check.js";
import { HealthCheck } from "./health-check.js";
import { Jobs } from "./jobs.js";
import type { Line } from "./line.js";
import { Recorder } from "./recorder.js";
import { Requests } from "./requests.js";
import { Frontend, HaproxyProcess, Route } from "./routes.js";
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
  /** Of every HAProxy process, from each of its frontends to each backend that it leads to. */
  readonly routes: Route[] = [];
  readonly processes: HaproxyProcess[] = [];
  readonly backends: { readonly proxy: number; readonly backend: BackendQueues }[] = [];
  /** Every server line of every HAProxy process. */
  readonly lines: { readonly backend: BackendQueues; readonly line: Line }[] = [];
  readonly checks: HealthCheck[] = [];
  readonly sessions: Sessions;
  /** The route that a request takes. */
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
    const names = this.routes.map((route) => route.plan.name);
    this.sharesOf = new Map(
      [...new Set(names)].map((name) => [
        name,
        new Shares(weights.map((weight, at) => (names[at] === name ? weight : 0))),
      ]),
    );
  }

  /** Where a client asks again that came on a route: for the same backend, at whichever proxy. */
  again(route: number, at: number): number {
    const { name } = (this.routes[route] as Route).plan;
    return (this.sharesOf.get(name) as Shares).pick(at);
  }

  /** What balance hashes of a request on a route, from 32 random bits of its own; -1 where there is nothing. */
  keyFor(route: number, bits: number): number {
    const { key } = (this.routes[route] as Route).backend.plan;
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
    this.processes.push(process);
    const frontends = new Map<FrontendPlan, Frontend>();
    const backends = new Map<BackendPlan, BackendQueues>();
    for (const listener of proxy.listeners) {
      const { frontend: plan, backend: behind } = listener;
      const frontend = frontends.get(plan) ?? new Frontend(process, plan, this.requests);
      frontends.set(plan, frontend);
      const draw = drawOf(listener.service_time);
      const backend =
        backends.get(behind) ?? this.addBackend(listener, { proxy, number, site: { ...site, draw } });
      backends.set(behind, backend);
      this.routes.push(new Route(process, listener, { frontend, backend, draw }));
    }
  }

  private addBackend(
    { backend: plan }: ListenerPlan,
    { proxy, number, site }: { readonly proxy: ProxyPlan; readonly number: number; readonly site: CheckSite },
  ): BackendQueues {
    const { events, requests, sessions } = this;
    const random = this.streams.balance;
    const backend = new BackendQueues(plan, this.lines.length, { events, requests, random }, sessions);
    this.backends.push({ proxy: number, backend });
    for (const line of backend.lines) {
      this.lines.push({ backend, line });
      const { instance, check } = line.plan;
      if (check === undefined) continue;
      const station = this.stations[instance] as Station;
      const checked = { line, backend, station, spread: proxy.spreadChecks };
      this.checks.push(new HealthCheck(this.checks.length, check, checked, site));
    }
    return backend;
  }

  private answer: Answer = (owner, outcome) => this.onAnswer(owner, outcome);
}
