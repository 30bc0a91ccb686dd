import { KEYWORDS } from "./keywords/all.js";
import type { GLOBAL } from "./keywords/global.js";
import type { Versions } from "./keywords/keyword.js";
import { isSupported } from "./keywords/keyword.js";
import type { OPTIONS } from "./keywords/options.js";
import type { PROXY } from "./keywords/proxy.js";
import type { SERVER } from "./keywords/server.js";
import type { TIMEOUTS } from "./keywords/timeouts.js";
import type { HaproxyVersion } from "./version.js";
import { compareVersions, FIRST, formatVersion } from "./version.js";

const v = (major: number, minor: number): HaproxyVersion => ({ major, minor });

/** Something that not every HAProxy from 1.4 on has. */
export interface Feature extends Versions {
  /** As the manual names it. */
  readonly name: string;
  /** Where the inventory sets it: below `global`, below `defaults` and every listener, on server lines, or as an app server's address. */
  readonly place:
    | { readonly of: "global" | "proxy" | "server"; readonly path: readonly string[] }
    | "address";
  /** The values meant, where only some of them are. */
  readonly means?: RegExp;
}

const SERVERS_BY_IPV6: Feature = {
  name: "servers with an IPv6 address",
  place: "address",
  means: /:/,
  since: v(1, 5),
  instead: "the server's IPv4 address",
  source: "CHANGELOG 1.5-dev4",
};

export const FEATURES: readonly Feature[] = [
  ...KEYWORDS.flatMap(({ name, of, path, keyword: { versions, values = [] } }): Feature[] => {
    const place = { of, path };
    return [
      ...(versions ? [{ ...versions, name, place }] : []),
      ...values.map((value) => ({ ...value, place })),
    ];
  }),
  SERVERS_BY_IPV6,
];

/** The keywords of a table, and those of their values, that not every version has. */
type Named<T, Prefix extends string = ""> = {
  [K in keyof T & string]:
    | (T[K] extends { readonly versions: Versions } ? `${Prefix}${K}` : never)
    | ValueName<T[K]>;
}[keyof T & string];
type ValueName<K> = K extends { readonly values: readonly { readonly name: infer Name }[] } ? Name : never;

export type FeatureName =
  | Named<typeof GLOBAL>
  | Named<typeof PROXY>
  | Named<typeof TIMEOUTS, "timeout ">
  | Named<typeof OPTIONS, "option ">
  | Named<typeof SERVER>
  | "servers with an IPv6 address";

/** Whether a version has a feature of the table. */
export const supports = (version: HaproxyVersion, name: FeatureName): boolean =>
  FEATURES.some((feature) => feature.name === name && isSupported(feature, version));

/** nbproc and nbthread above 1 together: 1.8 and 1.9 take it, 2.0 refuses it until nbproc is gone (CHANGELOG 2.0-dev2). */
export const takesThreadsInProcesses = (version: HaproxyVersion): boolean =>
  supports(version, "nbproc") && supports(version, "nbthread") && compareVersions(version, v(2, 0)) < 0;

interface Era<T> {
  readonly since: HaproxyVersion;
  readonly value: T;
}

/** Defaults, of settings and of behaviour, that changed between versions; the latest era last. */
const DEFAULTS = {
  /** Manual 4.2 balance; 3.3 draws at random. */
  balance: [
    { since: FIRST, value: "roundrobin" },
    { since: v(3, 3), value: "random" },
  ] as readonly Era<string>[],
  /** Of listeners in HTTP mode (manual 4.2 option abortonclose; haproxy issue 811). */
  abortonclose: [
    { since: FIRST, value: false },
    { since: v(3, 3), value: true },
  ] as readonly Era<boolean>[],
  /** fullconn as a share of the frontends' maxconn; 0 is no ramp at all (CHANGELOG 1.5-dev7, manual 4.2 fullconn). */
  fullconn: [
    { since: FIRST, value: 0 },
    { since: v(1, 5), value: 0.1 },
  ] as readonly Era<number>[],
  /** A process's and a listener's maxconn; null is as many as RLIMIT_NOFILE lets it have (CHANGELOG 2.0-dev2). */
  maxconn: [
    { since: FIRST, value: 2000 },
    { since: v(2, 0), value: null },
  ] as readonly Era<number | null>[],
  /** Whether a timeout check over inter is cut down to it (commit 7c788f098). */
  boundedCheck: [
    { since: FIRST, value: false },
    { since: v(3, 4), value: true },
  ] as readonly Era<boolean>[],
  /** Whether a listen section has its addresses on bind lines: 1.4.6 and 2.6.12 take what mmconf writes, 2.6.12 no other. */
  bindLines: [
    { since: FIRST, value: false },
    { since: v(1, 5), value: true },
  ] as readonly Era<boolean>[],
  /** Whether option redispatch reads an interval: up to 1.5 the word is ignored (CHANGELOG 1.6-dev2; 1.5 src/cfgparse.c). */
  redispatchInterval: [
    { since: FIRST, value: false },
    { since: v(1, 6), value: true },
  ] as readonly Era<boolean>[],
  /** Whether connections to servers are kept and used again: http-reuse is safe, where it was never (manual 4.2 http-reuse). */
  reuse: [
    { since: FIRST, value: false },
    { since: v(2, 0), value: true },
  ] as readonly Era<boolean>[],
  /**
   * When roundrobin, static-rr and first take a queue for the sign that every server is full, and look at none
   * (assign_server in src/backend.c; CHANGELOG 2.3-dev6). While serving: 3.1.0, and 2.6.21, 2.8.13, 3.0.6, which a branch
   * does not tell, in "BUG/MEDIUM: queue: make sure never to queue when there's no more served conns".
   */
  queueMeansFull: [
    { since: FIRST, value: "never" },
    { since: v(2, 3), value: "always" },
    { since: v(3, 1), value: "while serving" },
  ] as readonly Era<"never" | "always" | "while serving">[],
  /** Whether it refuses to start where a limit of files can't be raised: manual 3.1 strict-limits (CHANGELOG 2.3-dev1). */
  strictLimits: [
    { since: FIRST, value: false },
    { since: v(2, 3), value: true },
  ] as readonly Era<boolean>[],
};

type DefaultName = keyof typeof DEFAULTS;
type DefaultValue<N extends DefaultName> = (typeof DEFAULTS)[N][number]["value"];

/** What a version does where nothing is set. */
export const defaultIn = <N extends DefaultName>(version: HaproxyVersion, name: N): DefaultValue<N> => {
  const eras: readonly Era<DefaultValue<N>>[] = DEFAULTS[name] as readonly Era<DefaultValue<N>>[];
  const [first, ...later] = eras;
  if (first === undefined) throw new TypeError(`no default of ${name} is known`);
  return later.reduce(
    (value, era) => (compareVersions(version, era.since) >= 0 ? era.value : value),
    first.value,
  );
};

/** `roundrobin, random since 3.3`: every default there has been. */
export const defaultHistory = (name: DefaultName): string =>
  (DEFAULTS[name] as readonly Era<unknown>[])
    .map(({ since, value }, index) => (index === 0 ? `${value}` : `${value} since ${formatVersion(since)}`))
    .join(", ");
