import type { CurveHosts } from "../plan/curve-hosts.js";
import type { BackendQueues } from "./backend-queues.js";
import type { Line } from "./line.js";
import type { Recorder } from "./recorder.js";
import type { HaproxyProcess } from "./routes.js";
import type { Station } from "./station.js";

/** The parts of a world whose state is sampled. */
interface Sampled {
  readonly recorder: Recorder;
  readonly stations: readonly Station[];
  readonly processes: readonly HaproxyProcess[];
  readonly backends: readonly { readonly proxy: number; readonly backend: BackendQueues }[];
  readonly lines: readonly { readonly line: Line }[];
}

/** Takes the samples of a world: adds up the state of all parts by the curve that their host has. */
export class Sampler {
  private readonly proxyCurve: Int32Array;
  private readonly serverCurve: Int32Array;
  private readonly queued: Float64Array;
  private readonly busy: Float64Array;
  private readonly waiting: Float64Array;
  private readonly down: Float64Array;

  constructor(
    { proxies, servers }: CurveHosts,
    private readonly world: Sampled,
  ) {
    this.proxyCurve = placesOf(proxies);
    this.serverCurve = placesOf(servers);
    this.queued = new Float64Array(proxies.length);
    this.busy = new Float64Array(servers.length);
    this.waiting = new Float64Array(servers.length);
    this.down = new Float64Array(servers.length);
  }

  sample(): void {
    const { queued, busy, waiting, down, world } = this;
    for (const sums of [queued, busy, waiting, down]) sums.fill(0);
    const { recorder } = world;
    const hold = (proxy: number, held: number): void => {
      const record = recorder.proxies[proxy];
      if (record !== undefined) record.held += held;
      add(queued, this.proxyCurve[proxy], held);
    };
    // What the kernel holds back, and what HAProxy does.
    for (const { proxy, frontends } of world.processes)
      for (const { waiting: held } of frontends) hold(proxy, held.length);
    for (const { proxy, backend } of world.backends) hold(proxy, backend.queued);
    for (const record of recorder.proxies) {
      record.mostQueued = Math.max(record.mostQueued, record.held);
      record.held = 0;
    }
    for (let number = 0; number < world.stations.length; number++) {
      const station = world.stations[number];
      add(busy, this.serverCurve[number], station?.busy ?? 0);
      add(waiting, this.serverCurve[number], station?.waiting ?? 0);
    }
    for (const { line } of world.lines) if (!line.up) add(down, this.serverCurve[line.plan.instance], 1);
    recorder.sample({ queued, busy, waiting, down });
  }
}

/** By the number of a host: the place of its curve. */
const placesOf = (groups: readonly (readonly number[])[]): Int32Array => {
  const places = new Int32Array(groups.reduce((sum, hosts) => sum + hosts.length, 0));
  for (const [place, hosts] of groups.entries()) for (const host of hosts) places[host] = place;
  return places;
};

const add = (sums: Float64Array, place: number | undefined, amount: number): void => {
  if (place !== undefined) sums[place] = (sums[place] ?? 0) + amount;
};
