/** The kinds of the world's events; the comment says whose number the event carries. */
export const ARRIVE = 0; // none: the next request of the storm
export const KNOCK = 1; // request: its client sends its SYN to the proxy again
export const QUEUE_TIMEOUT = 2; // request
export const CONNECT_RETRY = 3; // request: the kernel sends its SYN to the app server again
export const CONNECT_TIMEOUT = 4; // request
export const SERVER_TIMEOUT = 5; // request
export const PATIENCE = 6; // request
export const CHECK_DUE = 7; // health check
export const CHECK_RETRY = 8; // health check: the kernel sends its SYN again
export const CHECK_TIMEOUT = 9; // health check
export const WARM_UP = 10; // server line, numbered over all backends: a step of its slowstart
export const ASK_AGAIN = 11; // request: its client's pause is over
export const NEXT_STORM = 12; // none: the next storm would begin

/** From here on a station's about a job, with the job's stamp. Those of the parts that stations share come first. */
export const OF_JOB = 64;
export const SERVED = OF_JOB + 1; // it has held its slot for its time
export const OWN_OF_JOB = OF_JOB + 2;

/** From here on a station's about whatever it numbers; the stamp is the number of its instance. */
export const OF_STATION = 128;
export const WORKER_FREE = OF_STATION + 1; // one of its Apache workers takes the next connection
export const OWN_OF_STATION = OF_STATION + 2;

const ARITY = 4;

/**
 * What is to happen, the earliest first; at one time, what was planned first. An event is a kind, the number of the
 * thing it is about, and a stamp by which the thing knows whether the event is still meant. Events are never removed:
 * one that has been overtaken is ignored when its time comes.
 */
export class EventQueue {
  /** Time of the event taken last, in milliseconds from the beginning. */
  now = 0;
  kind = 0;
  id = 0;
  stamp = 0;
  /** Events taken so far. */
  taken = 0;

  private size = 0;
  private planned = 0;
  private times = new Float64Array(1024);
  private orders = new Float64Array(1024);
  private kinds = new Uint8Array(1024);
  private ids = new Int32Array(1024);
  private stamps = new Int32Array(1024);

  get length(): number {
    return this.size;
  }

  /** Time of the next event; Infinity where there is none. */
  get next(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : (this.times[0] as number);
  }

  /** Plans an event at `time`; one without end is not planned at all. */
  plan(time: number, kind: number, id: number, stamp: number): void {
    if (time === Number.POSITIVE_INFINITY) return;
    if (this.size === this.times.length) this.grow();
    const { times, orders } = this;
    const order = this.planned++;
    let hole = this.size++;
    while (hole > 0) {
      const parent = ((hole - 1) / ARITY) | 0;
      if ((times[parent] as number) <= time) break;
      this.move(parent, hole);
      hole = parent;
    }
    times[hole] = time;
    orders[hole] = order;
    this.kinds[hole] = kind;
    this.ids[hole] = id;
    this.stamps[hole] = stamp;
  }

  /** Takes the next event into now, kind, id and stamp; false where there is none. */
  take(): boolean {
    if (this.size === 0) return false;
    this.now = this.times[0] as number;
    this.kind = this.kinds[0] as number;
    this.id = this.ids[0] as number;
    this.stamp = this.stamps[0] as number;
    this.taken++;
    this.size--;
    if (this.size > 0) this.refill();
    return true;
  }

  /** Puts the last event where the first was, and lets it sink to its place. */
  private refill(): void {
    const { times, orders, size } = this;
    const time = times[size] as number;
    const order = orders[size] as number;
    let hole = 0;
    for (;;) {
      const first = hole * ARITY + 1;
      if (first >= size) break;
      const end = Math.min(first + ARITY, size);
      let least = first;
      let leastTime = times[first] as number;
      for (let child = first + 1; child < end; child++) {
        const childTime = times[child] as number;
        if (
          childTime < leastTime ||
          (childTime === leastTime && (orders[child] as number) < (orders[least] as number))
        ) {
          least = child;
          leastTime = childTime;
        }
      }
      if (time < leastTime || (time === leastTime && order < (orders[least] as number))) break;
      this.move(least, hole);
      hole = least;
    }
    this.move(size, hole);
  }

  private move(from: number, to: number): void {
    this.times[to] = this.times[from] as number;
    this.orders[to] = this.orders[from] as number;
    this.kinds[to] = this.kinds[from] as number;
    this.ids[to] = this.ids[from] as number;
    this.stamps[to] = this.stamps[from] as number;
  }

  private grow(): void {
    const more = this.times.length * 2;
    this.times = resized(new Float64Array(more), this.times);
    this.orders = resized(new Float64Array(more), this.orders);
    this.kinds = resized(new Uint8Array(more), this.kinds);
    this.ids = resized(new Int32Array(more), this.ids);
    this.stamps = resized(new Int32Array(more), this.stamps);
  }
}

/** `larger` with what `smaller` holds at its beginning. */
export const resized = <A extends Float64Array | Int32Array | Uint8Array>(larger: A, smaller: A): A => {
  larger.set(smaller);
  return larger;
};
