/** How a request ended: what its client got, and the first two letters of HAProxy's termination state (manual 8.5). */
export interface Outcome {
  readonly status: Status;
  readonly flags: Flags;
  readonly words: string;
}

/** `gone`: the client left before it had an answer. */
export const STATUSES = ["200", "500", "503", "504", "gone"] as const;
export type Status = (typeof STATUSES)[number];

/** `none` is a request that HAProxy never saw, and has no line for in its log. */
export const FLAGS = ["--", "sQ", "SQ", "SC", "sC", "sH", "CQ", "CC", "CH", "CD", "none"] as const;
export type Flags = (typeof FLAGS)[number];

export const ANSWERED = 0;
export const QUEUE_TIMED_OUT = 1;
export const QUEUE_FULL = 2;
export const NO_SERVER = 3;
export const NOT_CONNECTED = 4;
export const SERVER_TIMED_OUT = 5;
export const LEFT_QUEUE = 6;
export const LEFT_CONNECTING = 7;
export const LEFT_SERVER = 8;
export const NEVER_ACCEPTED = 9;
export const STILL_WAITING = 10;
/** Its client left, and HAProxy, which did not notice, went on to this: what would have been an answer is one to nobody. */
export const LEFT_SERVED = 11;
const LEFT_QUEUE_TIMED_OUT = 12;
const LEFT_QUEUE_FULL = 13;
const LEFT_NO_SERVER = 14;
const LEFT_NOT_CONNECTED = 15;
const LEFT_SERVER_TIMED_OUT = 16;

/** In the order of their numbers; those that runtimes add follow. */
export const OUTCOMES: readonly Outcome[] = [
  { status: "200", flags: "--", words: "answered" },
  { status: "503", flags: "sQ", words: "timed out in HAProxy's queue (timeout queue)" },
  { status: "503", flags: "SQ", words: "the server's queue was full (maxqueue)" },
  { status: "503", flags: "SC", words: "no server was UP" },
  { status: "503", flags: "sC", words: "no connection to the server: its backlog stayed full" },
  { status: "504", flags: "sH", words: "the server did not answer within timeout server" },
  { status: "gone", flags: "CQ", words: "the client left the queue (abortonclose)" },
  { status: "gone", flags: "CC", words: "the client left while HAProxy connected (abortonclose)" },
  { status: "gone", flags: "CH", words: "the client left before the answer (abortonclose)" },
  { status: "gone", flags: "none", words: "the proxy never accepted the connection" },
  { status: "gone", flags: "none", words: "still waiting an hour after the last request" },
  { status: "gone", flags: "--", words: "the client left, and its request was served for nobody" },
  { status: "gone", flags: "sQ", words: "the client left, and its request queued on until timeout queue" },
  { status: "gone", flags: "SQ", words: "the client left, and the server's queue was full (maxqueue)" },
  { status: "gone", flags: "SC", words: "the client left, and no server was UP" },
  { status: "gone", flags: "sC", words: "the client left, and HAProxy got no connection to the server" },
  {
    status: "gone",
    flags: "sH",
    words: "the client left, and the server did not answer within timeout server",
  },
];

const AFTER_LEAVING = new Map([
  [QUEUE_TIMED_OUT, LEFT_QUEUE_TIMED_OUT],
  [QUEUE_FULL, LEFT_QUEUE_FULL],
  [NO_SERVER, LEFT_NO_SERVER],
  [NOT_CONNECTED, LEFT_NOT_CONNECTED],
  [SERVER_TIMED_OUT, LEFT_SERVER_TIMED_OUT],
]);

/** How a request ends whose client has left, where without that it would have ended so. HAProxy logs the same flags. */
export const afterLeaving = (outcome: number): number => AFTER_LEAVING.get(outcome) ?? LEFT_SERVED;
