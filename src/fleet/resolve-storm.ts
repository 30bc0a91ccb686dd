import type { Recording } from "../inventory/recording.js";
import type { Recordings } from "../inventory/recordings.js";
import { recordingPath } from "../inventory/recordings.js";
import type { StormSection } from "../inventory/storm-schema.js";
import type { MapNode } from "../yaml/node.js";
import type { Proxy, ServiceTime, Storm } from "./fleet.js";
import { trafficOf } from "./storm-share.js";

interface Surroundings {
  readonly recordings: Recordings;
  readonly proxies: readonly Proxy[];
}

/** A storm as its section says, or as the recordings that it names. */
export const resolveStorm = (
  name: string,
  section: StormSection,
  node: MapNode,
  { recordings, proxies }: Surroundings,
): Storm => {
  const arrivals = recordings.get(recordingPath(name, "arrivals"));
  const common =
    section.service_time &&
    serviceTime(section.service_time, recordings.get(recordingPath(name, "service_time")));
  const service_time = common ?? ofAll(section.to ?? {});
  return {
    name,
    node,
    requests: arrivals?.total ?? section.requests ?? 0,
    over: arrivals ? span(arrivals) : (section.over ?? 0),
    arrivals,
    part: 1,
    to: section.to && addresses(section.to, proxies, service_time),
    every: section.every,
    service_time,
    patience: section.patience,
    retry: section.retry,
  };
};

type Parts = NonNullable<StormSection["to"]>;

const addresses = (to: Parts, proxies: readonly Proxy[], common: ServiceTime): Storm["to"] =>
  new Map(
    Object.entries(to).map(([name, { share, service_time }]) => [
      name,
      {
        share,
        traffic: trafficOf(proxies, name),
        service_time: service_time === undefined ? common : serviceTime(service_time, undefined),
      },
    ]),
  );

/** Where each listener has its own: the mean over all requests, spread as that of most of them. */
const ofAll = (to: Parts): ServiceTime => {
  const parts = Object.values(to);
  const mean = parts.reduce((sum, { share, service_time }) => sum + share * (service_time?.mean ?? 0), 0);
  const most = parts.reduce<Parts[string] | undefined>(
    (largest, part) => (largest === undefined || part.share > largest.share ? part : largest),
    undefined,
  );
  return { mean, distribution: most?.service_time?.distribution ?? "exponential" };
};

const serviceTime = (
  { mean = 0, distribution = "exponential" }: NonNullable<StormSection["service_time"]>,
  recording: Recording | undefined,
): ServiceTime =>
  recording === undefined
    ? { mean, distribution }
    : { mean: meanOf(recording), distribution: "recorded", recording };

/** To the microsecond, as no recording is better. */
const meanOf = ({ times, counts, total }: Recording): number => {
  const sum = times.reduce((all, time, index) => all + time * (counts[index] as number), 0);
  return Math.round((sum / total) * 1000) / 1000;
};

const span = ({ times }: Recording): number => (times.at(-1) ?? 0) - (times[0] ?? 0);
