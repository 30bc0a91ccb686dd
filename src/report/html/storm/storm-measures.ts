import type { Prediction } from "../../../simulate/figures/prediction.js";

/** What is drawn over time, one panel for each. */
export interface Measure {
  readonly title: string;
  readonly unit: string;
  /** Of the drawing's areas. */
  readonly paint: "queue" | "busy" | "waiting" | "answered" | "failed";
  readonly values: (prediction: Prediction) => readonly number[];
}

export const MEASURES: readonly Measure[] = [
  {
    title: "Queued at the proxies",
    unit: "requests",
    paint: "queue",
    values: ({ moments }) => moments.map(({ queued }) => queued),
  },
  {
    title: "Busy slots",
    unit: "slots",
    paint: "busy",
    values: ({ moments }) => moments.map(({ busy }) => busy),
  },
  {
    title: "Backlog at the app servers",
    unit: "requests and checks",
    paint: "waiting",
    values: ({ moments }) => moments.map(({ waiting }) => waiting),
  },
  {
    title: "Answers",
    unit: "per second",
    paint: "answered",
    values: ({ moments }) => moments.map(({ answered }) => answered / stepOf(moments)),
  },
  {
    title: "Answered 500, 503 or 504",
    unit: "per second",
    paint: "failed",
    values: ({ moments }) => moments.map(({ failed }) => failed / stepOf(moments)),
  },
  {
    title: "Server lines DOWN",
    unit: "over all proxies",
    paint: "failed",
    values: ({ moments }) => moments.map(({ down }) => down),
  },
];

/** Seconds between two moments. */
export const stepOf = (moments: Prediction["moments"]): number => moments[0]?.t ?? 1;

/** So many server lines DOWN, in the mean of the runs, are a time that is marked. */
const MARKED = 0.5;

/** Times in seconds during which a server line is DOWN. */
export const downTimes = ({ moments }: Prediction): readonly (readonly [number, number])[] => {
  const step = stepOf(moments);
  const times: [number, number][] = [];
  for (const { t, down } of moments) {
    if (down < MARKED) continue;
    const last = times.at(-1);
    if (last !== undefined && Math.abs(last[1] - (t - step)) < step / 2) last[1] = t;
    else times.push([t - step, t]);
  }
  return times;
};

/** No more values than a drawing shows, each the highest of those that it stands for and at the time of the last of them. */
export const pointsOf = (
  values: readonly number[],
  moments: Prediction["moments"],
  most: number,
): readonly (readonly [seconds: number, value: number])[] => {
  const each = Math.max(Math.ceil(values.length / most), 1);
  return Array.from({ length: Math.ceil(values.length / each) }, (_, at) => {
    const covered = values.slice(at * each, (at + 1) * each);
    const last = Math.min((at + 1) * each, values.length) - 1;
    return [moments[last]?.t ?? 0, Math.max(...covered)];
  });
};
