import type { Haproxy } from "../../fleet/fleet.js";
import { proxyGroups } from "../../fleet/proxy-groups.js";
import type { Feature } from "../../haproxy/dialect.js";
import { FEATURES, RAW_FEATURES } from "../../haproxy/dialect.js";
import { isDeprecated, isSupported, supportedVersions } from "../../haproxy/keywords/keyword.js";
import { knownBy } from "../../haproxy/known.js";
import { formatVersion } from "../../haproxy/version.js";
import type { Node } from "../../yaml/node.js";
import { nodeAt, originOf } from "../../yaml/node.js";
import type { Origin } from "../../yaml/place.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const dialect = defineRule({
  slug: "haproxy/dialect",
  severity: "error",
  title: "The proxies' HAProxy version supports every setting.",
  why: "HAProxy rejects a file with an unknown keyword. A new process does not start, and a reload keeps the old configuration running.",
  how: "Each setting of the haproxy section, raw lines included, that not all versions since 1.4 support, compared with haproxy.version. What the version takes with a warning is a warning.",
  fix: "Use what the version has instead, or correct the version.",
  source: [
    "HAProxy CHANGELOG",
    "HAProxy configuration manual 3 and 4.1 of each version",
    "test/daemons/facts/what-haproxy-refuses.test.ts",
    "test/versions: what builds of each version take, warn of and refuse",
  ],
  run: (fleet) =>
    proxyGroups(fleet).flatMap(({ haproxy, hosts }): RuleResult[] => {
      const used = [...FEATURES, ...RAW_FEATURES].flatMap((feature) =>
        isSupported(feature.within ?? {}, haproxy.version)
          ? usesOf(haproxy, feature).map((at) => ({ feature, at }))
          : [],
      );
      const faults = used.flatMap(({ feature, at }) => judge(haproxy, feature, at, hosts));
      return used.length > 0 && faults.length === 0 ? [pass] : faults;
    }),
});

const judge = (
  haproxy: Haproxy,
  feature: Feature,
  at: Origin,
  hosts: readonly string[],
): readonly RuleResult[] => {
  const version = formatVersion(haproxy.version);
  const has = supportedVersions(feature);
  const common = { subject: feature.name, at, hosts, figures: { version, versions: has } };
  if (isDeprecated(feature, haproxy.version)) {
    const ends =
      feature.gone === undefined
        ? "later versions may refuse it"
        : `${formatVersion(feature.gone)} refuses it`;
    return [
      fault({
        ...common,
        severity: "warning",
        message: `HAProxy ${version} warns of ${feature.name} at every start; ${ends}`,
        why: `it is deprecated (${knownBy(feature.known)})`,
        fix: `use ${feature.instead}`,
      }),
    ];
  }
  if (isSupported(feature, haproxy.version)) return [];
  return [
    fault({
      ...common,
      message: `HAProxy ${version} has no ${feature.name}; ${has} ${has.startsWith("up to") ? "had it" : "have it"}`,
      why: `${feature.without ?? "it rejects the file and does not start"} (${knownBy(feature.known)})`,
      fix: `use ${feature.instead}; or correct haproxy.version`,
    }),
  ];
};

/** The places at which a feature is used. */
const usesOf = (haproxy: Haproxy, feature: Feature): readonly Origin[] => {
  const { place } = feature;
  const means = feature.means ?? /^(?!false$)/;
  if (place === "address") {
    const servers = new Set(
      haproxy.listeners.flatMap((listener) => listener.lines.map((line) => line.server)),
    );
    return [...servers]
      .filter(({ address }) => means.test(address))
      .map(({ node }) => originOf(node, "address"));
  }
  const at = (...path: readonly string[]) => scalars(nodeAt(haproxy.node, ...path));
  const found = sectionsOf(haproxy, place.of).flatMap((section) => at(...section, ...place.path));
  return found.filter(({ text }) => means.test(text.trim())).map(({ origin }) => origin);
};

const sectionsOf = (
  { listeners, frontends }: Haproxy,
  of: "global" | "proxy" | "server",
): readonly string[][] => {
  if (of === "global") return [["global"]];
  if (of === "proxy") {
    const own = frontends.filter(({ path }) => path[0] === "frontends");
    return [["defaults"], ...[...listeners, ...own].map(({ path }) => [...path])];
  }
  return listeners.flatMap(({ path, own }) => [
    [...path, "server"],
    ...Object.keys(own.servers ?? {}).map((server) => [...path, "servers", server]),
  ]);
};

const scalars = (node: Node | undefined): readonly { readonly text: string; readonly origin: Origin }[] => {
  if (node === undefined || node.kind === "map") return [];
  if (node.kind === "list") return node.items.flatMap(scalars);
  return [{ text: String(node.value), origin: node.origin }];
};
