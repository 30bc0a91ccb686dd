import { GLOBAL } from "./global.js";
import type { HaproxyKeyword } from "./keyword.js";
import { OPTIONS } from "./options.js";
import { PROXY } from "./proxy.js";
import { SERVER } from "./server.js";
import { TIMEOUTS } from "./timeouts.js";

/** A keyword, and where an inventory sets it. */
export interface PlacedKeyword {
  /** As it stands in haproxy.cfg: `timeout connect`. */
  readonly name: string;
  readonly of: "global" | "proxy" | "server";
  /** Below that section: `["timeout", "connect"]`. */
  readonly path: readonly [string] | readonly [string, string];
  readonly keyword: HaproxyKeyword;
}

const placed = (
  of: PlacedKeyword["of"],
  keywords: Readonly<Record<string, HaproxyKeyword>>,
  group?: "timeout" | "option",
): readonly PlacedKeyword[] =>
  Object.entries(keywords).map(([key, keyword]) => ({
    name: group === undefined ? key : `${group} ${key}`,
    of,
    path: group === undefined ? [key] : [group, key],
    keyword,
  }));

/** Every keyword of haproxy.cfg that mmconf knows. */
export const KEYWORDS: readonly PlacedKeyword[] = [
  ...placed("global", GLOBAL),
  ...placed("proxy", PROXY),
  ...placed("proxy", TIMEOUTS, "timeout"),
  ...placed("proxy", OPTIONS, "option"),
  ...placed("server", SERVER),
];

const BY_NAME = new Map(
  KEYWORDS.flatMap((placed) =>
    [placed.name, ...(placed.keyword.formerly ?? [])].map((name): [string, PlacedKeyword] => [
      `${placed.of} ${name}`,
      placed,
    ]),
  ),
);

/** The keyword of a name that it has, or had. */
export const keywordOf = (of: PlacedKeyword["of"], name: string): PlacedKeyword | undefined =>
  BY_NAME.get(`${of} ${name}`);
