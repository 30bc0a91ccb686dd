import type { AppServer } from "./app-server.js";
import type { Sessions as Followed } from "./backend.js";
import { CONNECT_RETRY, CONNECT_TIMEOUT, KNOCK, PATIENCE, SERVER_TIMEOUT } from "./event.js";
import type { EventQueue } from "./event-queue.js";
import type { Jobs } from "./jobs.js";
import type { Listener } from "./listener.js";
import * as ends from "./outcome.js";
import type { Recorder } from "./recorder.js";
import type { Requests } from "./requests.js";
import { CONNECTING, KNOCKING, QUEUED, SENT, UNACCEPTED } from "./requests.js";
import { synRetry } from "./tcp.js";

/** The way of each request from its client through a HAProxy process (the stream states of HAProxy 2.6 src/stream.c). */
export class Sessions implements Followed {
  constructor(
    private readonly events: EventQueue,
    private readonly requests: Requests,
    private readonly jobs: Jobs,
    private readonly listeners: readonly Listener[],
    private readonly apps: readonly AppServer[],
    private readonly patience: number,
    private readonly recorder: Recorder,
  ) {}

  /** A client asks the listener of that number. */
  begin(listener: number, key: number, service: number): void {
    const { requests, events } = this;
    const request = requests.take();
    requests.listener[request] = listener;
    requests.key[request] = key;
    requests.service[request] = service;
    requests.arrived[request] = events.now;
    events.plan(events.now + this.patience, PATIENCE, request, requests.life[request] as number);
    this.knock(request);
  }

  /** The client's SYN reaches the proxy. */
  knock(request: number): void {
    const { requests, events } = this;
    const listener = this.listenerOf(request);
    if (listener.hasRoom) {
      this.open(request, listener);
      return;
    }
    if (listener.waiting.length < listener.backlog) {
      requests.enter(request, UNACCEPTED);
      listener.waiting.push(request);
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
    const { backend } = this.listenerOf(request);
    const line = requests.line[request] as number;
    const app = backend.plan.lines[line]?.app as number;
    requests.job[request] = jobs.take(app, request, requests.service[request] as number);
    requests.syns[request] = 0;
    requests.enter(request, CONNECTING);
    this.tryConnect(request);
  };

  /** HAProxy's SYN reaches the app server. */
  tryConnect(request: number): void {
    const { requests, events, jobs } = this;
    const job = requests.job[request] as number;
    const app = this.apps[jobs.app[job] as number] as AppServer;
    const { connectTimeout, serverTimeout } = this.listenerOf(request).backend.plan;
    if (!app.hasPlace) {
      const turn = requests.turn[request] as number;
      const sent = this.countSyn(request);
      if (sent === 1) events.plan(events.now + connectTimeout, CONNECT_TIMEOUT, request, turn);
      events.plan(events.now + synRetry(sent), CONNECT_RETRY, request, turn);
      return;
    }
    const turn = requests.enter(request, SENT);
    events.plan(events.now + serverTimeout, SERVER_TIMEOUT, request, turn);
    app.accept(job);
  }

  /** The app server has answered; its job is over. */
  answered(request: number, outcome: number): void {
    this.requests.job[request] = -1;
    this.end(request, outcome);
  }

  queueTimedOut(request: number): void {
    this.listenerOf(request).backend.leaveQueue(request);
    this.end(request, ends.QUEUE_TIMED_OUT);
  }

  /**
   * Manual 4.2 retries and option redispatch. A connection that timed out is tried again at once (measured on 2.6.12: four
   * times timeout connect, no pause); on another server at the last try, or at each where the algorithm is indifferent.
   */
  connectTimedOut(request: number): void {
    const { requests, jobs } = this;
    const { backend } = this.listenerOf(request);
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
    if (!plan.redispatch || !(failed === plan.retries || !line.up || backend.isIndifferent)) {
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
    const listener = this.listenerOf(request);
    const state = requests.state[request];
    if (state === KNOCKING || state === UNACCEPTED) {
      if (state === UNACCEPTED) listener.waiting.remove(request);
      this.end(request, ends.NEVER_ACCEPTED);
      return;
    }
    if (!listener.backend.plan.abortonclose) {
      this.record(request, ends.LEFT_UNNOTICED);
      requests.left[request] = 1;
      return;
    }
    if (state === QUEUED) listener.backend.leaveQueue(request);
    this.end(
      request,
      state === QUEUED ? ends.LEFT_QUEUE : state === SENT ? ends.LEFT_SERVER : ends.LEFT_CONNECTING,
    );
  }

  /** The run is over, and the request is not. */
  leftOver(request: number): void {
    if (this.requests.left[request] === 0) this.record(request, ends.STILL_WAITING);
  }

  /** The request is over: what it held is free. */
  end = (request: number, outcome: number): void => {
    const { requests, jobs } = this;
    const listener = this.listenerOf(request);
    const { backend, process } = listener;
    const state = requests.state[request] as number;
    if (requests.left[request] === 0) this.record(request, outcome);
    const job = requests.job[request] as number;
    if (job !== -1) jobs.abandon(job);
    const line =
      state === CONNECTING || state === SENT ? backend.lines[requests.line[request] as number] : undefined;
    requests.release(request);
    if (state === KNOCKING || state === UNACCEPTED) return;
    backend.sessions--;
    if (line !== undefined) backend.release(line);
    listener.connections--;
    process.connections--;
    process.accept(this.open);
  };

  private open = (request: number, listener: Listener): void => {
    listener.connections++;
    listener.process.connections++;
    listener.backend.sessions++;
    this.requests.enter(request, QUEUED);
    listener.backend.dispatch(request);
  };

  private record(request: number, outcome: number): void {
    const { requests, recorder, events } = this;
    const { proxy } = this.listenerOf(request);
    const waited = requests.waited[request] as number;
    const queues = outcome === ends.LEFT_UNNOTICED || outcome === ends.STILL_WAITING;
    const since =
      queues && requests.state[request] === QUEUED ? events.now - (requests.since[request] as number) : 0;
    recorder.ended(proxy, outcome, events.now - (requests.arrived[request] as number), waited + since);
  }

  private countSyn(request: number): number {
    const sent = (this.requests.syns[request] as number) + 1;
    this.requests.syns[request] = sent;
    return sent;
  }

  private listenerOf(request: number): Listener {
    return this.listeners[this.requests.listener[request] as number] as Listener;
  }
}
