import type { HaproxyVersion } from "./version.js";
import { compareVersions, FIRST, formatVersion } from "./version.js";

const v = (major: number, minor: number): HaproxyVersion => ({ major, minor });

/** Something that not every HAProxy from 1.4 on has. What is not listed here, all of them have. */
export interface Feature {
  /** As the manual names it. */
  readonly name: string;
  /** Where the inventory sets it: below `global`, below `defaults` and every listener, or as an app server's address. */
  readonly place: { readonly global: string } | { readonly proxy: readonly string[] } | "address";
  /** The values meant, where only some of them are. */
  readonly values?: RegExp;
  /** The first version that has it. */
  readonly since?: HaproxyVersion;
  /** The first version that refuses it. */
  readonly gone?: HaproxyVersion;
  readonly instead: string;
  readonly source: string;
}

export const FEATURES = [
  {
    name: "nbproc",
    place: { global: "nbproc" },
    gone: v(2, 5),
    instead: "nbthread, whose threads share one maxconn and one set of health checks",
    source: "CHANGELOG 2.5-dev1; refused by 2.6.12",
  },
  {
    name: "nbthread",
    place: { global: "nbthread" },
    since: v(1, 8),
    instead: "nbproc, with maxconn divided by it, as each process counts for itself",
    source: "CHANGELOG 1.8-rc1",
  },
  {
    name: "hard-stop-after",
    place: { global: "hard-stop-after" },
    since: v(1, 7),
    instead: "short client and server timeouts, which end an old process's connections too",
    source: "CHANGELOG 1.8-dev1 and 1.7.4",
  },
  {
    name: "timeout tunnel",
    place: { proxy: ["timeout", "tunnel"] },
    since: v(1, 5),
    instead: "timeout client and timeout server, which hold for tunnels too",
    source: "CHANGELOG 1.5-dev10",
  },
  {
    name: "timeout client-fin",
    place: { proxy: ["timeout", "client-fin"] },
    since: v(1, 5),
    instead: "timeout client, which holds for half closed connections too",
    source: "CHANGELOG 1.5-dev25",
  },
  {
    name: "timeout server-fin",
    place: { proxy: ["timeout", "server-fin"] },
    since: v(1, 5),
    instead: "timeout server, which holds for half closed connections too",
    source: "CHANGELOG 1.5-dev25",
  },
  {
    name: "option http-keep-alive",
    place: { proxy: ["option", "http-keep-alive"] },
    since: v(1, 5),
    instead: "option http-server-close, which keeps connections towards the client",
    source: "CHANGELOG 1.5-dev20",
  },
  {
    name: "balance first",
    place: { proxy: ["balance"] },
    values: /^first$/,
    since: v(1, 5),
    instead: "balance roundrobin or leastconn",
    source: "CHANGELOG 1.5-dev8",
  },
  {
    name: "balance random",
    place: { proxy: ["balance"] },
    values: /^random$/,
    since: v(1, 9),
    instead: "balance leastconn, or roundrobin",
    source: "CHANGELOG 1.9-dev1",
  },
  {
    name: "balance random with a number of draws",
    place: { proxy: ["balance"] },
    values: /^random\(/,
    since: v(2, 0),
    instead: "balance leastconn, which compares all servers",
    source: "CHANGELOG 2.0-dev1",
  },
  {
    name: "IPv6 addresses in brackets",
    place: { proxy: ["bind"] },
    values: /^\[/,
    since: v(1, 7),
    instead: "an IPv4 address here, and the IPv6 one as a raw line: bind :::10002",
    source: "CHANGELOG 1.7-dev1",
  },
  {
    name: "servers with an IPv6 address",
    place: "address",
    values: /:/,
    since: v(1, 5),
    instead: "the server's IPv4 address",
    source: "CHANGELOG 1.5-dev4",
  },
] as const satisfies readonly Feature[];

export type FeatureName = (typeof FEATURES)[number]["name"];

export const isSupported = ({ since, gone }: Feature, version: HaproxyVersion): boolean =>
  (since === undefined || compareVersions(version, since) >= 0) &&
  (gone === undefined || compareVersions(version, gone) < 0);

/** Whether a version has a feature of the table. */
export const supports = (version: HaproxyVersion, name: FeatureName): boolean =>
  FEATURES.some((feature) => feature.name === name && isSupported(feature, version));

/** `1.5 and later`, `up to 2.4`: the versions that have it. */
export const supportedVersions = ({ since, gone }: Feature): string => {
  const last = gone && `up to ${formatVersion(v(gone.major, gone.minor - 1))}`;
  return since ? [`${formatVersion(since)} and later`, last].filter(Boolean).join(", ") : (last ?? "all");
};

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
