import { KEYWORDS } from "./keywords/all.js";
import type { GLOBAL } from "./keywords/global.js";
import type { Versions } from "./keywords/keyword.js";
import { isSupported } from "./keywords/keyword.js";
import type { OPTIONS } from "./keywords/options.js";
import type { PROXY } from "./keywords/proxy.js";
import type { SERVER } from "./keywords/server.js";
import type { TIMEOUTS } from "./keywords/timeouts.js";
import type { RawKeyword } from "./raw-keywords.js";
import { RAW_KEYWORDS } from "./raw-keywords.js";
import type { HaproxyVersion } from "./version.js";
import { isFrom } from "./version.js";

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
  /** The versions of the keyword that it is a value of: what lacks the keyword is no news of its values. */
  readonly within?: Versions;
  /** What a version without it does, where it does not reject the file. */
  readonly without?: string;
}

const firstWords = (name: string): RegExp => new RegExp(`^(?:no\\s+)?${name.replace(" ", "\\s+")}(?:\\s|$)`);

const rawFeature = ({ of, line, ...rest }: Omit<RawKeyword, "sample">): Feature => ({
  ...rest,
  place: { of, path: ["directives"] },
  means: line,
});

const SERVERS_BY_IPV6: Feature = {
  name: "servers with an IPv6 address",
  place: "address",
  means: /:/,
  since: { major: 1, minor: 5 },
  instead: "the server's IPv4 address",
  known: { measured: ["1.4.6", "1.5.0"], cited: "CHANGELOG 1.5-dev4" },
  without: "it takes the file, and answers 504 for such a server",
};

export const FEATURES: readonly Feature[] = [
  ...KEYWORDS.flatMap(({ name, of, path, keyword: { versions, values = [] } }): Feature[] => {
    const place = { of, path };
    return [
      ...(versions ? [{ ...versions, name, place }] : []),
      ...values.map((value) => ({ ...value, place, ...(versions ? { within: versions } : {}) })),
    ];
  }),
  SERVERS_BY_IPV6,
];

/** The same where raw lines say it, and what only those say. */
export const RAW_FEATURES: readonly Feature[] = [
  ...KEYWORDS.flatMap(({ name, of, keyword: { versions } }): Feature[] =>
    versions === undefined || of === "server"
      ? []
      : [rawFeature({ ...versions, name, of, line: firstWords(name) })],
  ),
  ...RAW_KEYWORDS.map(rawFeature),
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
  supports(version, "nbproc") && supports(version, "nbthread") && !isFrom(version, { major: 2, minor: 0 });
