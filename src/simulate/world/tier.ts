import { Recorder } from "../figures/recorder.js";
import type { Plan } from "../plan/plan.js";
import type { ProxyPlan } from "../plan/plan-proxy.js";
import type { Answer } from "./app-server.js";
import { AppServer } from "./app-server.js";
import { Backend } from "./backend.js";
import type { DaemonGroup } from "./daemon-group.js";
import { EventQueue } from "./event-queue.js";
import type { CheckWorld } from "./health-check.js";
import { HealthCheck } from "./health-check.js";
import { Jobs } from "./jobs.js";
import type { Line } from "./line.js";
import { HaproxyProcess, Listener } from "./listener.js";
import { Requests } from "./requests.js";
import { Sampler } from "./sampler.js";
import { Sessions } from "./sessions.js";
import { Shares } from "./shares.js";
import type { Streams } from "./streams.js";

/** What one storm leaves to the next. */
export interface Carried {
  /** Requests that are not over, and clients that will ask again. */
  readonly requests: number;
  /** Slots that are taken. */
  readonly busy: number;
}

/** All parts of the tier, idle and wired together. */
export class Tier {
  readonly events = new EventQueue();
  readonly requests = new Requests();
  readonly jobs = new Jobs();
  readonly recorder: Recorder;
  readonly apps: AppServer[] = [];
  readonly listeners: Listener[] = [];
  /** Every server line of every HAProxy process. */
  readonly lines: { readonly backend: Backend; readonly line: Line }[] = [];
  readonly checks: HealthCheck[] = [];
  readonly sessions: Sessions;
  /** The listener that a request comes to. */
  readonly shares: Shares;
  /** What is under way when the next storm begins; nothing where this one is over by then. */
  carried: Carried = { requests: 0, busy: 0 };
  private readonly sampler: Sampler;
  private readonly processApps: AppServer[] = [];

  constructor(plan: Plan, streams: Streams, drawCheck: () => number) {
    this.recorder = new Recorder(plan.proxies.length, plan.apps.length, plan.curves);
    this.sampler = new Sampler(plan.curves, this);
    for (const app of plan.apps) {
      const server = new AppServer(
        this.apps.length,
        app,
        this.processApps.length,
        this.events,
        this.jobs,
        this.answer,
        streams.restarts,
      );
      this.apps.push(server);
      for (let process = 0; process < app.processes; process++) this.processApps.push(server);
    }
    this.sessions = new Sessions(
      this.events,
      this.requests,
      this.jobs,
      this.listeners,
      this.apps,
      plan.clients,
      this.recorder,
    );
    const world: CheckWorld = {
      events: this.events,
      jobs: this.jobs,
      stream: streams.checks,
      drawService: drawCheck,
      down: (app) => this.recorder.down(app),
    };
    const weights: number[] = [];
    plan.proxies.forEach((proxy, number) => {
      for (let process = 0; process < proxy.processes; process++) {
        this.addProcess(proxy, number, streams, world);
        for (const _ of proxy.listeners) weights.push(proxy.share / proxy.processes / proxy.listeners.length);
      }
    });
    this.shares = new Shares(weights);
  }

  /** The app server of a job. */
  appOf(job: number): AppServer {
    return this.apps[this.jobs.app[job] as number] as AppServer;
  }

  /** The daemon processes among which is the one of that number, and its number among them. */
  withProcess(number: number, act: (daemons: DaemonGroup, process: number) => void): void {
    const app = this.processApps[number] as AppServer;
    act(app.daemons, number - app.firstProcess);
  }

  /** What balance hashes of a request that comes to a listener, from 32 random bits of its own; -1 where there is nothing. */
  keyFor(listener: number, bits: number): number {
    const { key } = (this.listeners[listener] as Listener).backend.plan;
    if (key === "client") return bits;
    return key === "path" ? 0 : -1;
  }

  /** Takes a sample of the state of all parts. */
  sample(): void {
    this.sampler.sample();
  }

  private answer: Answer = (owner, outcome) => this.onAnswer(owner, outcome);

  /** Who gets an answer is known only once all parts are there. */
  onAnswer: Answer = () => undefined;

  private addProcess(proxy: ProxyPlan, number: number, streams: Streams, world: CheckWorld): void {
    const process = new HaproxyProcess(proxy.maxconn);
    for (const { backend: plan, maxconn, backlog } of proxy.listeners) {
      const { events, requests, sessions } = this;
      const backend = new Backend(plan, this.lines.length, events, requests, sessions, streams.balance);
      this.listeners.push(new Listener(process, number, maxconn, backlog, backend, requests));
      for (const line of backend.lines) {
        this.lines.push({ backend, line });
        const { app, check } = line.plan;
        if (check === undefined) continue;
        this.checks.push(
          new HealthCheck(
            this.checks.length,
            check,
            proxy.spreadChecks,
            line,
            backend,
            this.apps[app] as AppServer,
            world,
          ),
        );
      }
    }
  }
}
