import type { CurveHosts } from "../plan/curve-hosts.js";
import type { Tier } from "./tier.js";

type Parts = Pick<Tier, "apps" | "lines" | "listeners" | "recorder">;

/** Takes the samples of a tier: adds up the state of all parts by the curve that their host has. */
export class Sampler {
  private readonly proxyCurve: Int32Array;
  private readonly serverCurve: Int32Array;
  private readonly queued: Float64Array;
  private readonly busy: Float64Array;
  private readonly waiting: Float64Array;
  private readonly down: Float64Array;

  constructor(
    { proxies, servers }: CurveHosts,
    private readonly tier: Parts,
  ) {
    this.proxyCurve = placesOf(proxies);
    this.serverCurve = placesOf(servers);
    this.queued = new Float64Array(proxies.length);
    this.busy = new Float64Array(servers.length);
    this.waiting = new Float64Array(servers.length);
    this.down = new Float64Array(servers.length);
  }

  sample(): void {
    const { queued, busy, waiting, down, tier } = this;
    for (const sums of [queued, busy, waiting, down]) sums.fill(0);
    const { recorder } = tier;
    for (const { proxy, held } of tier.listeners) {
      const record = recorder.proxies[proxy];
      if (record !== undefined) record.held += held;
      add(queued, this.proxyCurve[proxy], held);
    }
    for (const record of recorder.proxies) {
      record.mostQueued = Math.max(record.mostQueued, record.held);
      record.held = 0;
    }
    for (let number = 0; number < tier.apps.length; number++) {
      const app = tier.apps[number];
      add(busy, this.serverCurve[number], app?.daemons.busy ?? 0);
      add(waiting, this.serverCurve[number], app?.waiting ?? 0);
    }
    for (const { line } of tier.lines) if (!line.up) add(down, this.serverCurve[line.plan.app], 1);
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
