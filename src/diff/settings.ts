import type { AppServer, Frontend, Haproxy, Listener, Proxy, ServerLine } from "../fleet/fleet.js";
import { queueTimeout } from "../fleet/timeouts.js";
import { GLOBAL } from "../haproxy/keywords/global.js";
import { OPTIONS } from "../haproxy/keywords/options.js";
import { PROXY } from "../haproxy/keywords/proxy.js";
import { SERVER } from "../haproxy/keywords/server.js";
import { TIMEOUTS } from "../haproxy/keywords/timeouts.js";
import type { Effective } from "../schema/effective.js";
import type { Keywords } from "../schema/keyword.js";
import { formatDuration, showBytes, showPercent } from "../text/units.js";
import type { MapNode } from "../yaml/node.js";
import { mapAt, originOf } from "../yaml/node.js";
import type { Origin } from "../yaml/place.js";

/** One setting of a part of a fleet, as a person reads it. */
export interface Setting {
  /** As the target's manual names it: `maxconn`, `timeout connect`, `option allbackups`. */
  readonly name: string;
  readonly shown: string;
  /** Where the effective value comes from, if not set under its own name; else "set". */
  readonly because: string;
  readonly at: Origin;
}

/** `memory`, `base_memory`, `memory_per_child`; not vm.overcommit_memory, which is a mode. */
const isMemory = (name: string): boolean => /^(?:\w+_)?memory(?:_\w+)?$/.test(name);

/** Settings that arithmetic uses and nothing is rendered from. */
export const isFigure = (name: string): boolean =>
  name === "slots" || name === "service" || name === "check_takes" || isMemory(name);

const set = (name: string, shown: string, at: Origin): Setting => ({ name, shown, because: "set", at });

/** Every keyword of a table that is set. `prefix` comes before its key: `timeout `, `option `. */
export const keywordSettings = (
  keywords: Keywords,
  values: Readonly<Record<string, unknown>>,
  node: MapNode,
  prefix = "",
): Setting[] =>
  Object.entries(keywords).flatMap(([key, { type }]) => {
    const value = values[key];
    return value === undefined ? [] : [set(prefix + key, type.show(value), originOf(node, key))];
  });

/** A setting of mmconf's own, which no keyword of a table renders. */
export const ownSetting = <T>(
  name: string,
  value: T | undefined,
  node: MapNode,
  show: (value: T) => string = String,
): Setting[] => (value === undefined ? [] : [set(name, show(value), originOf(node, name))]);

/** Lines that no keyword models. */
export const rawLines = (
  { directives }: { readonly directives?: readonly string[] | undefined },
  node: MapNode,
) => ownSetting("directives", directives, node, (lines) => lines.join("; "));

/** A setting by its effective value. */
export const effective = (
  name: string,
  { value, because, origin }: Effective<number | null>,
  show: (value: number) => string = String,
): Setting => ({
  name,
  shown: value === null ? "none" : show(value),
  because,
  at: origin,
});

export const globalSettings = ({ global, node: root }: Haproxy): readonly Setting[] => {
  const node = mapAt(root, "global");
  return [...keywordSettings(GLOBAL, global, node), ...rawLines(global, node)];
};

/** The effective settings of a listener, the defaults section included. */
export const listenerSettings = (listener: Listener): readonly Setting[] => {
  const { settings, node } = listener;
  const {
    service,
    slots,
    check_takes,
    timeout,
    option,
    server: _server,
    servers: _servers,
    hosts: _hosts,
    ...keywords
  } = settings;
  return [
    ...ownSetting("service", service, node),
    ...ownSetting("slots", slots, node),
    ...ownSetting("check_takes", check_takes, node, formatDuration),
    ...keywordSettings(PROXY, keywords, node),
    ...rawLines(keywords, node),
    ...keywordSettings(TIMEOUTS, { ...timeout, queue: undefined }, mapAt(node, "timeout"), "timeout "),
    effective("timeout queue", queueTimeout(listener), formatDuration),
    ...keywordSettings(OPTIONS, option, mapAt(node, "option"), "option "),
  ];
};

/** The same of a frontend, and where its requests go. */
export const frontendSettings = ({ settings, node }: Frontend): readonly Setting[] => {
  const { use_backend, default_backend, timeout, option, ...keywords } = settings;
  return [
    ...keywordSettings(PROXY, keywords, node),
    ...rawLines(keywords, node),
    ...keywordSettings(TIMEOUTS, timeout, mapAt(node, "timeout"), "timeout "),
    ...keywordSettings(OPTIONS, option, mapAt(node, "option"), "option "),
    ...ownSetting("use_backend", use_backend, node, (rules) => rules.join("; ")),
    ...ownSetting("default_backend", default_backend, node),
  ];
};

export const lineSettings = ({ server, role, settings, node }: ServerLine): readonly Setting[] => [
  set("role", role, server.node.origin),
  set("address", server.address, originOf(server.node, "address")),
  ...ownSetting("port", settings.port, node),
  ...keywordSettings(SERVER, settings, node),
  ...rawLines(settings, node),
];

/** Every text, and every list of texts, of a section that has no table of keywords. `prefix` comes before its key: `alias `. */
export const textSettings = (section: object, node: MapNode, prefix = ""): Setting[] =>
  Object.entries(section).flatMap(([key, value]) => {
    const shown = typeof value === "string" ? value : Array.isArray(value) ? value.join("; ") : undefined;
    return shown === undefined ? [] : [set(prefix + key, shown, originOf(node, key))];
  });

/** Every value that is set in a section of whatever shape; those of maps below it by the keys that lead to them. */
export const everySetting = (
  section: unknown,
  node: MapNode,
  path: readonly string[],
): readonly Setting[] => {
  if (section === undefined) return [];
  const name = path.slice(1).join(".") || path.join(".");
  if (typeof section !== "object" || section === null || Array.isArray(section))
    return [set(name, shownPlain(section), originOf(node, ...path))];
  return Object.entries(section).flatMap(([key, value]) => everySetting(value, node, [...path, key]));
};

const shownPlain = (value: unknown): string => {
  if (typeof value === "boolean") return value ? "on" : "off";
  if (!Array.isArray(value)) return String(value);
  return value.some((item) => typeof item === "object")
    ? JSON.stringify(value)
    : value.map(String).join("; ");
};

/** Figures of a host that nothing is rendered from; arithmetic uses them. */
export const hostFigures = (host: Proxy | AppServer): readonly Setting[] => {
  const { node } = host;
  const memory = ownSetting("memory", host.memory, node, showBytes);
  return "traffic" in host
    ? [
        ...ownSetting("traffic", host.traffic, node, showPercent),
        ...memory,
        ...ownSetting("nofile", host.nofile, node),
      ]
    : [
        ...memory,
        ...ownSetting("base_memory", host.baseMemory, node, showBytes),
        ...ownSetting("reserve_memory", host.reserveMemory, node, showBytes),
      ];
};
