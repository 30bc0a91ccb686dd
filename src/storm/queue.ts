import type { Milliseconds, Share } from "../text/units.js";
import type { Clock, Lost } from "./state.js";
import { STEPS } from "./steps.js";
import type { Front, FrontLine } from "./tier.js";

/** Requests that wait in HAProxy, by the step in which they came. */
interface Queue {
  readonly cohorts: Float64Array;
  /** The oldest step of which some still wait. */
  head: number;
  sum: number;
  wait: Milliseconds;
  most: number;
  lost: number;
}

/** The lines to one group of servers, and the queue before them. */
export interface Lane {
  readonly line: FrontLine;
  readonly queue: Queue;
  /** Share of a front's requests that are for one server of this line, where it is a hash that says which. */
  readonly own: Share;
  /** Requests that one front has at one server, and those that it sends in this step. */
  at: number;
  given: number;
  /** Lines that are alike, of all fronts. */
  readonly times: number;
  readonly fails: Float64Array | undefined;
  /** When the last request is gone that has come so far. */
  until: Milliseconds;
  down: number;
}

const emptyQueue = (): Queue => ({
  cohorts: new Float64Array(STEPS),
  head: 0,
  sum: 0,
  wait: 0,
  most: 0,
  lost: 0,
});

export const lanesOf = ({ lines, pooled, count }: Front): readonly Lane[] => {
  const weights = lines.reduce((sum, { servers, weight }) => sum + servers * weight, 0);
  const shared = emptyQueue();
  return lines.map((line) => ({
    times: count * line.servers,
    line,
    queue: pooled ? shared : emptyQueue(),
    own: line.weight / weights,
    at: 0,
    given: 0,
    fails: line.check === undefined ? undefined : new Float64Array(STEPS),
    until: 0,
    down: 0,
  }));
};

export const push = (queue: Queue, now: number, amount: number): void => {
  queue.cohorts[now] = amount;
  queue.sum += amount;
};

interface Losing {
  readonly clock: Clock;
  /** Queues that are alike. */
  readonly times: number;
  readonly lost: Lost;
}

/** Those leave that have waited past timeout queue, or past their client's patience where that is looked at. */
export const expire = (queue: Queue, front: Front, patience: Milliseconds, losing: Losing): void => {
  const { clock, times, lost } = losing;
  const limit = Math.min(front.queueTimeout, front.abortonclose ? patience : Number.POSITIVE_INFINITY);
  const time = clock.now * clock.step;
  while (queue.head * clock.step + limit < time && queue.head < clock.now) {
    const amount = queue.cohorts[queue.head] as number;
    if (limit === front.queueTimeout) {
      lost.queue += amount * times;
      queue.lost += amount * times;
    } else lost.gone += amount * times;
    if (amount > 0) queue.wait = Math.max(queue.wait, limit);
    queue.sum -= amount;
    queue.cohorts[queue.head] = 0;
    queue.head++;
  }
};

/** Divides what waits among the lines with room, by their weights: fills `given`, and gives the sum. */
export const room = (queue: Queue, lanes: readonly Lane[], { pooled }: Front, { batch }: Clock): number => {
  for (const lane of lanes) lane.given = 0;
  let left = queue.sum;
  for (let round = 0; round < 4 && left > 1e-9; round++) {
    let weights = 0;
    for (const lane of lanes) if (freeOf(lane, batch) > 1e-9) weights += weightOf(lane, pooled);
    if (weights === 0) break;
    const each = left / weights;
    for (const lane of lanes) {
      const free = freeOf(lane, batch);
      if (free <= 1e-9) continue;
      const more = Math.min(each * lane.line.weight, free);
      lane.given += more;
      left -= more * (pooled ? lane.line.servers : 1);
    }
  }
  return queue.sum - left;
};

const freeOf = ({ line, at, given }: Lane, batch: number): number => line.maxconn * batch - at - given;

const weightOf = ({ line }: Lane, pooled: boolean): number => line.weight * (pooled ? line.servers : 1);

/** The oldest go first; gives how long they have waited, on average. */
export const take = (queue: Queue, sent: number, clock: Clock): Milliseconds => {
  queue.sum = Math.max(queue.sum - sent, 0);
  queue.most = Math.max(queue.most, queue.sum);
  let left = sent;
  let all = 0;
  while (left > 1e-12 && queue.head <= clock.now) {
    const there = queue.cohorts[queue.head] as number;
    const amount = Math.min(there, left);
    queue.cohorts[queue.head] = there - amount;
    left -= amount;
    const waited = (clock.now - queue.head) * clock.step;
    if (amount > 0) queue.wait = Math.max(queue.wait, waited);
    all += amount * waited;
    if (there - amount > 1e-12) break;
    queue.head++;
  }
  return sent > left ? all / (sent - left) : 0;
};
