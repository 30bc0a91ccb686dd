import type { AppServer, Haproxy, Listener, Proxy, ServerLine } from "../fleet/fleet.js";
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
export const isFigure = (name: string): boolean => name === "slots" || isMemory(name);

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

/** Lines that no keyword models. */
const rawLines = ({ directives }: { readonly directives?: readonly string[] | undefined }, node: MapNode) =>
  directives === undefined ? [] : [set("directives", directives.join("; "), originOf(node, "directives"))];

/** A setting by its effective value. */
export const effective = (
  name: string,
  { value, because, origin }: Effective<number | null>,
  shown: (value: number) => string = (given) => show(name, given),
): Setting => ({
  name,
  shown: value === null ? "none" : shown(value),
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
  const { slots, timeout, option, server: _server, servers: _servers, hosts: _hosts, ...own } = settings;
  return [
    ...(slots === undefined ? [] : [set("slots", slots, originOf(node, "slots"))]),
    ...keywordSettings(PROXY, own, node),
    ...rawLines(own, node),
    ...keywordSettings(TIMEOUTS, { ...timeout, queue: undefined }, mapAt(node, "timeout"), "timeout "),
    effective("timeout queue", queueTimeout(listener), formatDuration),
    ...keywordSettings(OPTIONS, option, mapAt(node, "option"), "option "),
  ];
};

export const lineSettings = ({ server, settings, node }: ServerLine): readonly Setting[] => [
  set("role", server.role, server.node.origin),
  set("address", server.address, originOf(server.node, "address")),
  ...(settings.port === undefined ? [] : [set("port", String(settings.port), originOf(node, "port"))]),
  ...keywordSettings(SERVER, settings, node),
  ...rawLines(settings, node),
];

const show = (name: string, value: unknown): string => {
  if (typeof value === "boolean") return value ? "on" : "off";
  if (Array.isArray(value)) return value.map(String).join("; ");
  if (typeof value !== "number") return String(value);
  if (name === "traffic") return showPercent(value);
  if (isMemory(name)) return showBytes(value);
  return /timeout/.test(name) ? formatDuration(value) : String(value);
};

/** Every key that is set of a section that has no table of keywords. `prefix` stands before its name: `alias `. */
export const settingsOf = (
  section: object,
  node: MapNode,
  path: readonly string[] = [],
  prefix = "",
): Setting[] =>
  Object.entries(section)
    .filter(([, value]) => value !== undefined && (typeof value !== "object" || Array.isArray(value)))
    .map(([key, value]) => set(prefix + key, show(prefix + key, value), originOf(node, ...path, key)));

/** Every value that is set in a section of whatever shape; those of maps below it by the keys that lead to them. */
export const everySetting = (
  section: unknown,
  node: MapNode,
  path: readonly string[],
): readonly Setting[] => {
  if (section === undefined) return [];
  const name = path.slice(1).join(".") || path.join(".");
  if (typeof section !== "object" || section === null || Array.isArray(section)) {
    const plain = Array.isArray(section) && section.some((item) => typeof item === "object");
    const shown = plain ? JSON.stringify(section) : show(name, section);
    return [set(name, shown, originOf(node, ...path))];
  }
  return Object.entries(section).flatMap(([key, value]) => everySetting(value, node, [...path, key]));
};

/** Figures of a host that nothing is rendered from; arithmetic uses them. */
export const hostFigures = (host: Proxy | AppServer): readonly Setting[] => {
  const figures =
    "traffic" in host
      ? { traffic: host.traffic, memory: host.memory, nofile: host.nofile }
      : { memory: host.memory, base_memory: host.baseMemory, reserve_memory: host.reserveMemory };
  return settingsOf(figures, host.node);
};
