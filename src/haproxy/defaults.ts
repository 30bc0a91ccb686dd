import type { Known } from "./known.js";
import type { HaproxyVersion, Since } from "./version.js";
import { FIRST, formatVersion, isFrom } from "./version.js";

const v = (major: number, minor: number): HaproxyVersion => ({ major, minor });
const release = (major: number, minor: number, patch: number): Required<HaproxyVersion> => ({
  major,
  minor,
  patch,
});

interface Era<T> {
  readonly since: Since;
  readonly value: T;
}

/** What versions did one way and then another; the latest era last. */
interface History<T> {
  readonly eras: readonly [Era<T>, ...Era<T>[]];
  readonly known: Known;
}

const history = <T>(known: Known, first: T, ...later: readonly Era<T>[]): History<T> => ({
  eras: [{ since: FIRST, value: first }, ...later],
  known,
});

/** Defaults, of settings and of behaviour, that changed between versions. */
const DEFAULTS = {
  /** 3.3 draws at random. */
  balance: history<string>({ measured: ["3.2.0", "3.3.0"], cited: "manual 4.2 balance" }, "roundrobin", {
    since: v(3, 3),
    value: "random",
  }),
  /** Of listeners in HTTP mode. */
  abortonclose: history<boolean>(
    {
      measured: ["3.2.0", "3.3.0"],
      cited: "manual 4.2 option abortonclose; haproxy issue 811",
    },
    false,
    { since: v(3, 3), value: true },
  ),
  /** Whether option abortonclose does anything in HTTP mode. 1baef1523 mends it, and is to be in 2.0 and later too. */
  abortsOnClose: history<boolean>(
    { measured: ["1.8.0", "1.9.0", "2.3.0", "2.4.0"], cited: "commit 1baef1523" },
    true,
    { since: v(1, 9), value: false },
    { since: v(2, 4), value: true },
  ),
  /** fullconn as a share of the frontends' maxconn; 0 is no ramp at all. */
  fullconn: history<number>({ cited: "CHANGELOG 1.5-dev7, manual 4.2 fullconn" }, 0, {
    since: v(1, 5),
    value: 0.1,
  }),
  /** A process's and a listener's maxconn; null is as many as RLIMIT_NOFILE lets it have. */
  maxconn: history<number | null>({ measured: ["1.9.0", "2.0.0"], cited: "CHANGELOG 2.0-dev2" }, 2000, {
    since: v(2, 0),
    value: null,
  }),
  /** The most descriptors that a process takes unless fd-hard-limit says otherwise; null is as many as it may have. */
  fdHardLimit: history<number | null>(
    { cited: "commit 41275a691, and the CHANGELOGs of 2.6.19, 2.8.11 and 3.0.4" },
    null,
    {
      since: { ...v(3, 1), also: [release(2, 6, 19), release(2, 8, 11), release(3, 0, 4)] },
      value: 1_048_576,
    },
  ),
  /** What a ulimit-n under the need does, where maxconn is set or follows from the limit of files. */
  lowUlimitN: history<"warns" | "refuses" | "nothing">(
    { measured: ["2.2.0", "2.3.0", "2.6.0", "2.6.12", "2.7.0"], cited: "CHANGELOG 2.6.7, commit c06557c23" },
    "warns",
    { since: v(2, 3), value: "refuses" },
    { since: { ...v(2, 7), also: [release(2, 6, 7)] }, value: "nothing" },
  ),
  /** Whether a maxconn that follows from the limit of files leaves room for maxpipes. */
  countsPipes: history<boolean>(
    { measured: ["3.3.0", "3.4.0"], cited: "commit 0284be545, meant for older branches too" },
    false,
    { since: v(3, 4), value: true },
  ),
  /** Whether a check ends at a timeout check shorter than inter, and not before inter. */
  endsCheckInTime: history<boolean>(
    {
      measured: ["2.1.0", "2.2.0", "3.2.0", "3.3.0"],
      cited: "commit 7c788f098, and the CHANGELOGs of 2.8.16, 3.0.12 and 3.2.1",
    },
    true,
    { since: v(2, 2), value: false },
    {
      since: { ...v(3, 3), also: [release(2, 8, 16), release(3, 0, 12), release(3, 2, 1)] },
      value: true,
    },
  ),
  /** Threads for each of which a bind line has a socket of its own; null is one socket, however many threads. */
  threadsPerSocket: history<number | null>(
    { measured: ["3.3.0", "3.4.0"], cited: "manual 3.2 max-threads-per-group" },
    null,
    { since: v(3, 4), value: 16 },
  ),
  /** Whether requests that leastconn gives a full server wait for that one. */
  leastconnQueuesAtServer: history<boolean>({ measured: ["2.2.0", "2.3.0"] }, false, {
    since: v(2, 3),
    value: true,
  }),
  /** Whether requests that random gives a full server wait for that one. */
  randomQueuesAtServer: history<boolean>({ measured: ["1.9.0", "2.2.0", "2.3.0"] }, true, {
    since: v(2, 3),
    value: false,
  }),
  /** Whether a listen section has its addresses on bind lines: 1.4.6 takes what mmconf writes, 2.6.12 no other. */
  bindLines: history<boolean>({ measured: ["1.4.6", "1.5.0"] }, false, { since: v(1, 5), value: true }),
  /** Whether option redispatch reads an interval: up to 1.5 the word is ignored. */
  redispatchInterval: history<boolean>({ cited: "CHANGELOG 1.6-dev2; 1.5 src/cfgparse.c" }, false, {
    since: v(1, 6),
    value: true,
  }),
  /** Whether connections to servers are kept and used again: http-reuse is safe, where it was never. */
  reuse: history<boolean>({ measured: ["1.9.0", "2.0.0"], cited: "manual 4.2 http-reuse" }, false, {
    since: v(2, 0),
    value: true,
  }),
  /** When roundrobin, static-rr and first take a queue for the sign that every server is full, and look at none. */
  queueMeansFull: history<"never" | "always" | "while serving">(
    {
      measured: ["2.2.0", "2.3.0", "3.0.0", "3.1.0"],
      cited: "commit ca275d99c, and the CHANGELOGs of 2.6.21, 2.8.13 and 3.0.6",
    },
    "never",
    { since: v(2, 3), value: "always" },
    {
      since: { ...v(3, 1), also: [release(2, 6, 21), release(2, 8, 13), release(3, 0, 6)] },
      value: "while serving",
    },
  ),
  /** Where requests go that wait for a server which goes DOWN, with option redispatch: to it nevertheless, past its maxconn, where its queue is not of the backend. */
  queueOfDownServer: history<"others" | "itself">(
    { measured: ["3.0.0", "3.1.0"], cited: "commit 1385e33eb, and the CHANGELOG of 3.0.6" },
    "others",
    { since: { ...v(3, 1), also: [release(3, 0, 6)] }, value: "itself" },
  ),
  /** Whether sections of defaults have names that others take theirs from. */
  namedDefaults: history<boolean>({ cited: "manual 2.4, 4" }, false, { since: v(2, 4), value: true }),
  /** Whether quotes hold words together, and `$` in double ones is a variable. */
  quotes: history<boolean>({ measured: ["1.5.0", "1.6.0"], cited: "manual 1.6, 2.2 and 2.3" }, false, {
    since: v(1, 6),
    value: true,
  }),
  /** Whether a line that begins with a bracket opens a scope, and is no words. */
  scopes: history<boolean>({ cited: "src/cfgparse.c of 1.6 and 1.7" }, false, {
    since: v(1, 7),
    value: true,
  }),
  /** Whether a variable in braces may be followed by [*], and be several words. */
  spreadVariables: history<boolean>({ cited: "src/tools.c of 2.2 and 2.3" }, false, {
    since: v(2, 3),
    value: true,
  }),
  /** Whether .if and its like are read, and variables whose names begin with a dot. */
  dotDirectives: history<boolean>({ cited: "manual 2.4, 2.4; src/tools.c of 2.3 and 2.4" }, false, {
    since: v(2, 4),
    value: true,
  }),
  /** Whether a variable in braces may say what stands there where it is not set. */
  variableDefaults: history<boolean>({ cited: "src/tools.c of 2.4 and 2.5" }, false, {
    since: v(2, 5),
    value: true,
  }),
  /** Whether it refuses a file that holds a NUL, or whose last line does not end. */
  wholeLines: history<boolean>({ measured: ["2.2.0", "2.3.0"], cited: "src/cfgparse.c" }, false, {
    since: v(2, 3),
    value: true,
  }),
  /** Whether it refuses an empty word, where those before ignore all that stands behind it. */
  refusesEmptyWords: history<boolean>({ measured: ["3.2.0", "3.3.0"], cited: "src/cfgparse.c" }, false, {
    since: v(3, 3),
    value: true,
  }),
  /** Whether it warns at the start where root starts it, and no user or uid is set. */
  warnsWithoutUser: history<boolean>({ measured: ["3.2.0", "3.3.0"], cited: "manual 3.3 user" }, false, {
    since: v(3, 3),
    value: true,
  }),
  /** Whether it warns at the start where root starts it, and no chroot is set. */
  warnsWithoutChroot: history<boolean>({ measured: ["3.3.0", "3.4.0"], cited: "manual 3.4 chroot" }, false, {
    since: v(3, 4),
    value: true,
  }),
  /** Whether it refuses to start where a limit of files can't be raised. */
  strictLimits: history<boolean>({ measured: ["2.2.0", "2.3.0"], cited: "manual 3.1 strict-limits" }, false, {
    since: v(2, 3),
    value: true,
  }),
} as const;

/** How each of them is known. */
export const KNOWN_DEFAULTS: readonly (readonly [name: string, known: Known])[] = Object.entries(
  DEFAULTS,
).map(([name, { known }]) => [name, known]);

type DefaultName = keyof typeof DEFAULTS;
type DefaultValue<N extends DefaultName> = (typeof DEFAULTS)[N]["eras"][number]["value"];

/** What a version does where nothing is set. */
export const defaultIn = <N extends DefaultName>(version: HaproxyVersion, name: N): DefaultValue<N> => {
  const [first, ...later] = DEFAULTS[name].eras as History<DefaultValue<N>>["eras"];
  return (later.findLast(({ since }) => isFrom(version, since)) ?? first).value;
};

/** `roundrobin, random since 3.3`: every default there has been. */
export const defaultHistory = (name: DefaultName): string => {
  const [first, ...later] = DEFAULTS[name].eras;
  return [
    String(first.value),
    ...later.map(({ since, value }) => `${value} since ${formatVersion(since)}`),
  ].join(", ");
};
