import { KEYWORDS } from "./keywords/all.js";
import type { GLOBAL } from "./keywords/global.js";
import type { Versions } from "./keywords/keyword.js";
import { isSupported } from "./keywords/keyword.js";
import type { OPTIONS } from "./keywords/options.js";
import type { PROXY } from "./keywords/proxy.js";
import type { SERVER } from "./keywords/server.js";
import type { TIMEOUTS } from "./keywords/timeouts.js";
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
}

const SERVERS_BY_IPV6: Feature = {
  name: "servers with an IPv6 address",
  place: "address",
  means: /:/,
  since: { major: 1, minor: 5 },
  instead: "the server's IPv4 address",
  known: { cited: "CHANGELOG 1.5-dev4" },
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
  supports(version, "nbproc") && supports(version, "nbthread") && !isFrom(version, { major: 2, minor: 0 });
