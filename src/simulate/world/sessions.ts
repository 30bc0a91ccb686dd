import * as ends from "../plan/outcome.js";
import type { ClientPlan } from "../plan/plan.js";
import { synRetry } from "../plan/tcp.js";
import type { QueueExits } from "./backend-queues.js";
import type { EventQueue } from "./events.js";
import { ASK_AGAIN, CONNECT_RETRY, CONNECT_TIMEOUT, KNOCK, PATIENCE, SERVER_TIMEOUT } from "./events.js";
import type { Jobs } from "./jobs.js";
import type { Recorder } from "./recorder.js";
import type { Requests } from "./requests.js";
import { ASKS_AGAIN, CONNECTING, KNOCKING, LEFT, PAUSED, QUEUED, SENT, UNACCEPTED } from "./requests.js";
import type { Route } from "./routes.js";
import type { Station } from "./station.js";

/** What the sessions have of the world around them. */
export interface SessionSite {
  readonly events: EventQueue;
  readonly requests: Requests;
  readonly jobs: Jobs;
  readonly recorder: Recorder;
  readonly routes: readonly Route[];
  readonly stations: readonly Station[];
}

/** The way of each request from its client through a HAProxy process (the stream states of HAProxy 2.6 src/stream.c). */
export class Sessions implements QueueExits {
  private readonly events: EventQueue;
  private readonly requests: Requests;
  private readonly jobs: Jobs;
  private readonly recorder: Recorder;
  private readonly routes: readonly Route[];
  private readonly stations: readonly Station[];

  constructor(
    private readonly clients: ClientPlan,
    { events, requests, jobs, recorder, routes, stations }: SessionSite,
  ) {
    this.events = events;
    this.requests = requests;
    this.jobs = jobs;
    this.recorder = recorder;
    this.routes = routes;
    this.stations = stations;
  }

  /** A client comes, by 32 bits of its own, with what it will ask for. */
  begin(client: number, service: number): number {
    const { requests, events } = this;
    const request = requests.take();
    requests.client[request] = client;
    requests.service[request] = service;
    requests.asked[request] = events.now;
    return request;
  }

  /** The client asks on the route of that number. */
  ask(request: number, route: number, key: number): void {
    const { requests, events } = this;
    requests.route[request] = route;
    requests.key[request] = key;
    events.plan(events.now + this.clients.patience, PATIENCE, request, requests.life[request] as number);
    this.knock(request);
  }

  /** The client's SYN reaches the proxy. */
  knock(request: number): void {
    const { requests, events } = this;
    const { frontend } = this.routeOf(request);
    if (frontend.hasRoom) {
      this.open(request);
      return;
    }
    if (frontend.waiting.length < frontend.plan.backlog) {
      requests.enter(request, UNACCEPTED);
      frontend.waiting.push(request);
      return;
    }
    const turn = requests.enter(request, KNOCKING);
    const sent = this.countSyn(request);
    const wait = synRetry(sent);
    if (wait === Number.POSITIVE_INFINITY) this.end(request, ends.NEVER_ACCEPTED);
    else events.plan(events.now + wait, KNOCK, request, turn);
  }

  connect = (request: number): void => {
    const { requests, jobs } = this;
    const { backend } = this.routeOf(request);
    const line = requests.line[request] as number;
    const instance = backend.plan.lines[line]?.instance as number;
    requests.job[request] = jobs.take(instance, request, requests.service[request] as number);
    requests.syns[request] = 0;
    requests.enter(request, CONNECTING);
    this.tryConnect(request);
  };

  /** HAProxy's SYN reaches the server. */
  tryConnect(request: number): void {
    const { requests, events, jobs } = this;
    const job = requests.job[request] as number;
    const station = this.stations[jobs.instance[job] as number] as Station;
    const { connectTimeout, serverTimeout } = this.routeOf(request).backend.plan;
    if (!station.hasPlace) {
      const turn = requests.turn[request] as number;
      const sent = this.countSyn(request);
      if (sent === 1) events.plan(events.now + connectTimeout, CONNECT_TIMEOUT, request, turn);
      events.plan(events.now + synRetry(sent), CONNECT_RETRY, request, turn);
      return;
    }
    const turn = requests.enter(request, SENT);
    events.plan(events.now + serverTimeout, SERVER_TIMEOUT, request, turn);
    station.accept(job);
  }

  /** The server has answered; its job is over. */
  answered(request: number, outcome: number): void {
    this.requests.job[request] = -1;
    this.end(request, outcome);
  }

  queueTimedOut(request: number): void {
    this.routeOf(request).backend.leaveQueue(request);
    this.end(request, ends.QUEUE_TIMED_OUT);
  }

  /**
   * Manual 4.2 retries and option redispatch. A connection that timed out is tried again at once (measured on 2.6.12: four
   * times timeout connect, no pause); on another server when the interval says so, or at each where the algorithm is indifferent.
   */
  connectTimedOut(request: number): void {
    const { requests, jobs } = this;
    const { backend } = this.routeOf(request);
    const { plan } = backend;
    const line = backend.lines[requests.line[request] as number];
    if (line === undefined) return;
    const failed = (requests.failed[request] as number) + 1;
    requests.failed[request] = failed;
    if (failed > plan.retries) {
      this.end(request, ends.NOT_CONNECTED);
      return;
    }
    jobs.abandon(requests.job[request] as number);
    requests.job[request] = -1;
    const itsTurn = failed % plan.redispatchInterval === 0;
    if (!plan.redispatch || !(itsTurn || !line.up || backend.isIndifferent)) {
      this.connect(request);
      return;
    }
    requests.line[request] = -1;
    backend.release(line);
    backend.dispatch(request, line);
  }

  /** The client has waited long enough. Without abortonclose HAProxy serves it all the same. */
  patienceEnds(request: number): void {
    const { requests } = this;
    const { frontend, backend } = this.routeOf(request);
    const state = requests.state[request];
    if (state === KNOCKING || state === UNACCEPTED) {
      if (state === UNACCEPTED) frontend.waiting.remove(request);
      this.end(request, ends.NEVER_ACCEPTED);
      return;
    }
    if (!backend.plan.abortonclose) {
      const again = this.mayAskAgain(request);
      requests.left[request] = again ? ASKS_AGAIN : LEFT;
      if (again) this.askLater(request);
      return;
    }
    if (state === QUEUED) backend.leaveQueue(request);
    this.end(
      request,
      state === QUEUED ? ends.LEFT_QUEUE : state === SENT ? ends.LEFT_SERVER : ends.LEFT_CONNECTING,
    );
  }

  /** The run is over, and the request is not. */
  leftOver(request: number): void {
    this.record(request, ends.STILL_WAITING);
  }

  /** The request is over: what it held is free. */
  end = (request: number, outcome: number): void => {
    const { requests, jobs } = this;
    const { frontend, backend, process } = this.routeOf(request);
    const state = requests.state[request] as number;
    this.record(request, outcome);
    const job = requests.job[request] as number;
    if (job !== -1) jobs.abandon(job);
    const line =
      state === CONNECTING || state === SENT ? backend.lines[requests.line[request] as number] : undefined;
    requests.release(request);
    if (state === KNOCKING || state === UNACCEPTED) return;
    backend.sessions--;
    if (line !== undefined) backend.release(line);
    frontend.connections--;
    process.connections--;
    process.accept(this.open);
  };

  private open = (request: number): void => {
    const { frontend, backend, process } = this.routeOf(request);
    frontend.connections++;
    process.connections++;
    backend.sessions++;
    this.requests.enter(request, QUEUED);
    backend.dispatch(request);
  };

  /** Notes how a request has ended; its client may ask again. */
  private record(request: number, outcome: number): void {
    const { requests, recorder, events } = this;
    const { proxy } = this.routeOf(request).process;
    const over = outcome === ends.STILL_WAITING;
    const queues = over && requests.state[request] === QUEUED;
    const since = queues ? events.now - (requests.since[request] as number) : 0;
    const queued = (requests.waited[request] as number) + since;
    const left = requests.left[request] as number;
    if (left === ASKS_AGAIN) {
      recorder.inVain(ends.LEFT_SERVED, queued);
    } else if (left === LEFT) {
      recorder.ended(proxy, over ? ends.LEFT_SERVED : ends.afterLeaving(outcome), 0, queued);
    } else if (outcome !== ends.ANSWERED && !over && this.mayAskAgain(request)) {
      recorder.inVain(outcome, queued);
      this.askLater(request);
    } else {
      recorder.ended(proxy, outcome, events.now - (requests.asked[request] as number), queued);
    }
  }

  private mayAskAgain(request: number): boolean {
    const { retry } = this.clients;
    return retry !== undefined && (this.requests.tries[request] as number) < retry.times;
  }

  /** The client pauses, and then asks for the same with a request of its own: HAProxy may still have the old one. */
  private askLater(request: number): void {
    const { requests, events, clients } = this;
    const next = requests.take();
    requests.client[next] = requests.client[request] as number;
    requests.service[next] = requests.service[request] as number;
    requests.asked[next] = requests.asked[request] as number;
    requests.route[next] = requests.route[request] as number;
    requests.tries[next] = (requests.tries[request] as number) + 1;
    const turn = requests.enter(next, PAUSED);
    events.plan(events.now + (clients.retry?.after ?? 0), ASK_AGAIN, next, turn);
  }

  private countSyn(request: number): number {
    const sent = (this.requests.syns[request] as number) + 1;
    this.requests.syns[request] = sent;
    return sent;
  }

  private routeOf(request: number): Route {
    return this.routes[this.requests.route[request] as number] as Route;
  }
}
