import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Plan } from "../../src/simulate/plan/plan.js";
import { arrivalsOf } from "../../src/simulate/world/arrivals.js";
import { serviceTimes } from "../../src/simulate/world/service-time.js";
import { Shares } from "../../src/simulate/world/shares.js";
import { streamsOf } from "../../src/simulate/world/streams.js";
import { rounded } from "./record.js";

/** One request of a storm, in milliseconds from the storm's beginning. */
export interface Planned {
  readonly at: number;
  /** Number of the proxy that it is sent to. */
  readonly proxy: number;
  /** How long it holds its slot. */
  readonly service: number;
  /** What balance source hashes: each client has an address of its own. */
  readonly client: string;
}

/** The very requests that the simulator's run of that number has. */
export const plannedRequests = ({ storm, proxies }: Plan, seed: number, run: number): readonly Planned[] => {
  const streams = streamsOf(seed, run);
  const arrivals = arrivalsOf(storm, streams.arrivals);
  const shares = new Shares(
    proxies.map(({ listeners }) => listeners.reduce((sum, { share }) => sum + share, 0)),
  );
  const draw = serviceTimes(storm.service_time);
  return Array.from({ length: storm.requests }, () => ({
    at: arrivals.next(),
    proxy: shares.pick(streams.proxies.uniform()),
    service: draw(streams.services),
    client: clientOf(streams.keys.bits()),
  }));
};

/** Seconds that requests hold slots for, all together. */
export const workOf = (planned: readonly Planned[]): number =>
  rounded(planned.reduce((sum, { service }) => sum + service, 0) / 1000);

/** An address of this machine, away from those of proxies and app servers. */
const clientOf = (bits: number): string =>
  `127.${128 + (bits & 63)}.${(bits >>> 8) & 255}.${1 + ((bits >>> 16) % 254)}`;

/** What became of a request, as its client saw it. */
export interface Answer {
  readonly path: string;
  /** 0 where the client left or the connection broke before there was one. */
  readonly status: number;
  readonly milliseconds: number;
  /** How much later than planned it was sent. */
  readonly late: number;
}

export interface Target {
  readonly host: string;
  readonly port: number;
  /** The address that is asked from. */
  readonly localAddress?: string;
}

/** Name of the header in which a request says how many milliseconds it holds its slot. */
export const SERVICE_TIME = "x-service-time";

/** Sends every request when it is due, however many are under way, each on a connection of its own. */
export const sendStorm = async (
  planned: readonly Planned[],
  targets: readonly Target[],
  path: string,
  patience: number,
): Promise<readonly Answer[]> => {
  const start = performance.now();
  const answers: Promise<Answer>[] = [];
  for (const [number, { at, proxy, service, client }] of planned.entries()) {
    while (performance.now() - start < at)
      await sleep(Math.max(Math.floor(at - performance.now() + start), 1));
    const target = targets[proxy];
    if (target === undefined) throw new Error(`there is no proxy ${proxy}`);
    const late = performance.now() - start - at;
    answers.push(
      ask({ ...target, localAddress: client }, `${path}?${number}`, service, patience).then((answer) => ({
        ...answer,
        late,
      })),
    );
  }
  return Promise.all(answers);
};

/** One request, and what came of it. */
export const ask = (
  target: Target,
  path: string,
  service: number,
  patience: number,
): Promise<Omit<Answer, "late">> =>
  new Promise((resolve) => {
    const from = performance.now();
    let text = "";
    const socket = connect(target);
    socket.setEncoding("latin1");
    const leave = setTimeout(() => socket.destroy(), Math.min(patience, 2 ** 31 - 1));
    socket.once("connect", () =>
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: lab\r\nConnection: close\r\n${SERVICE_TIME}: ${service.toFixed(3)}\r\n\r\n`,
      ),
    );
    socket.on("data", (chunk: string) => {
      text += chunk;
    });
    // What follows is "close".
    socket.on("error", () => undefined);
    socket.once("close", () => {
      clearTimeout(leave);
      const status = Number(/^HTTP\/1\.\d (\d{3}) /.exec(text)?.[1] ?? 0);
      resolve({ path, status, milliseconds: performance.now() - from });
    });
  });
