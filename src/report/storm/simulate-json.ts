import type { StormDifference } from "../../simulate/figures/difference.js";
import type { Estimate } from "../../simulate/figures/estimate.js";
import type { Prediction, Waits } from "../../simulate/figures/prediction.js";
import type { WaitShare } from "../../simulate/figures/waits.js";

/** A prediction for programs, whose keys may be added to but not taken from. Shares are of all requests, times in seconds. */
export const predictionToJson = (prediction: Prediction) => ({
  environment: prediction.environment,
  storm: prediction.storm,
  runs: prediction.runs,
  seed: prediction.seed,
  requests: prediction.requests,
  requests_made: rounded(prediction.requestsMade),
  over_seconds: prediction.overSeconds,
  left_out: prediction.leftOut,
  answered: rounded(prediction.answered),
  status: eachRounded(prediction.status),
  flags: eachRounded(prediction.flags),
  outcomes: prediction.outcomes.map(({ status, flags, words, share }) => ({
    status,
    flags,
    words,
    share: rounded(share),
  })),
  wait_seconds: waitsToJson(prediction.wait),
  queue_seconds: waitsToJson(prediction.queueWait),
  answered_within: prediction.answeredWithin.map(pointToJson),
  queued_within: prediction.queuedWithin.map(pointToJson),
  down_events: rounded(prediction.downEvents),
  next_storm: prediction.carried && {
    after_seconds: prediction.everySeconds,
    under_way: rounded(prediction.carried.requests),
    slots_busy: rounded(prediction.carried.busy),
  },
  queue: prediction.moments.map(({ t, queued, busy, waiting, answered, failed, down }) => ({
    t,
    queued: round(queued),
    busy: round(busy),
    waiting: round(waiting),
    answered: round(answered),
    failed: round(failed),
    down: round(down),
  })),
  proxies: prediction.proxies.map(({ name, requests, answered, queued }) => ({
    name,
    requests: rounded(requests),
    answered: rounded(answered),
    most_queued: rounded(queued),
  })),
  servers: prediction.servers.map(({ name, role, slots, busy, waiting, downEvents }) => ({
    name,
    role,
    slots,
    most_busy: rounded(busy),
    most_waiting: rounded(waiting),
    down_events: rounded(downEvents),
  })),
});

export const differenceToJson = (difference: StormDifference) => ({
  answered: rounded(difference.answered),
  status: {
    500: rounded(difference.failed500),
    503: rounded(difference.failed503),
    504: rounded(difference.failed504),
  },
  wait_seconds: { p50: rounded(difference.p50), p99: rounded(difference.p99) },
  down_events: rounded(difference.downEvents),
});

const pointToJson = ({ seconds, share }: WaitShare) => ({ seconds: round(seconds), share: round(share) });

const waitsToJson = ({ mean, p50, p90, p99, max }: Waits) => eachRounded({ mean, p50, p90, p99, max });

const eachRounded = <N extends string>(
  figures: Readonly<Record<N, Estimate>>,
): Readonly<Record<N, Estimate>> =>
  Object.fromEntries(
    Object.entries<Estimate>(figures).map(([name, figure]) => [name, rounded(figure)]),
  ) as Record<N, Estimate>;

const rounded = ({ mean, low, high }: Estimate): Estimate => ({
  mean: round(mean),
  low: round(low),
  high: round(high),
});

/** Six digits are more than any prediction is good for. */
const round = (figure: number): number => Number(figure.toPrecision(6));
