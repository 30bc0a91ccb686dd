import type { Haproxy } from "../../fleet/fleet.js";
import type { ProxyGroup } from "../../fleet/proxy-groups.js";
import { proxyGroups } from "../../fleet/proxy-groups.js";
import type { Feature } from "../../haproxy/dialect.js";
import { FEATURES, RAW_FEATURES, supports } from "../../haproxy/dialect.js";
import { isDeprecated, isSupported, supportedVersions } from "../../haproxy/keywords/keyword.js";
import { knownBy } from "../../haproxy/known.js";
import { formatVersion } from "../../haproxy/version.js";
import type { Settings } from "../../moves/candidate.js";
import { along, inHaproxy } from "../../moves/candidate.js";
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
          ? usesOf(haproxy, feature).map((use) => ({ feature, ...use }))
          : [],
      );
      const faults = used.flatMap((use) => judge({ haproxy, hosts }, use));
      return used.length > 0 && faults.length === 0 ? [pass] : faults;
    }),
});

/** A place at which a feature is used, and what it says there. */
interface Use {
  readonly feature: Feature;
  readonly at: Origin;
  /** Below the haproxy section; undefined where it is no key of its own. */
  readonly keys: readonly string[] | undefined;
  readonly text: string;
}

const judge = (
  { haproxy, hosts }: Pick<ProxyGroup, "haproxy" | "hosts">,
  use: Use,
): readonly RuleResult[] => {
  const { feature, at } = use;
  const version = formatVersion(haproxy.version);
  const has = supportedVersions(feature);
  const common = {
    subject: feature.name,
    at,
    hosts,
    candidates: insteadOf(haproxy, use).map((settings) => inHaproxy({ hosts }, settings)),
    figures: { version, versions: has },
  };
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
        fix: `use ${feature.instead}${orOut(use)}`,
      }),
    ];
  }
  if (isSupported(feature, haproxy.version)) return [];
  return [
    fault({
      ...common,
      message: `HAProxy ${version} has no ${feature.name}; ${has} ${has.startsWith("up to") ? "had it" : "have it"}`,
      why: `${feature.without ?? "it rejects the file and does not start"} (${knownBy(feature.known)})`,
      fix: `use ${feature.instead}${orOut(use)}; or correct haproxy.version`,
    }),
  ];
};

const orOut = ({ feature, keys }: Use): string => (keys === undefined ? "" : `; or take ${feature.name} out`);

/** Where the key can say what every version has, that; else nothing. */
const insteadOf = ({ version }: Haproxy, { keys, text }: Use): readonly Settings[] => {
  if (keys === undefined) return [];
  const [section, key] = keys;
  if (keys.at(-1) === "balance") return ["leastconn", "roundrobin"].map((value) => along(keys, value));
  const threads = section === "global" && key === "nbproc" && supports(version, "nbthread");
  return [...(threads ? [{ global: { nbproc: null, nbthread: Number(text) } }] : []), along(keys, null)];
};

/** The places at which a feature is used. */
const usesOf = (haproxy: Haproxy, feature: Feature): readonly Omit<Use, "feature">[] => {
  const { place } = feature;
  const means = feature.means ?? /^(?!false$)/;
  if (place === "address") {
    const servers = new Set(
      haproxy.listeners.flatMap((listener) => listener.lines.map((line) => line.server)),
    );
    return [...servers]
      .filter(({ address }) => means.test(address))
      .map(({ node, address }) => ({ at: originOf(node, "address"), keys: undefined, text: address }));
  }
  const found = sectionsOf(haproxy, place.of).flatMap((section) => {
    const path = [...section, ...place.path];
    const node = nodeAt(haproxy.node, ...path);
    const keys = node?.kind === "scalar" ? path : undefined;
    return scalars(node).map(({ text, origin }) => ({ at: origin, keys, text: text.trim() }));
  });
  return found.filter(({ text }) => means.test(text));
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
