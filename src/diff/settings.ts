import type { AppServer, Haproxy, Listener, Proxy, ServerLine } from "../fleet/fleet.js";
import { queueTimeout } from "../fleet/timeouts.js";
import type { Effective } from "../schema/effective.js";
import { formatDuration, showBytes, showPercent } from "../text/units.js";
import type { MapNode } from "../yaml/node.js";
import { originOf } from "../yaml/node.js";
import type { Origin } from "../yaml/place.js";

/** One setting of a part of a fleet, as a person reads it. */
export interface Setting {
  /** As the target's manual names it: `maxconn`, `timeout connect`, `option allbackups`. */
  readonly name: string;
  readonly shown: string;
  /** Why it is in force where it was not set under its own name; else "set". */
  readonly because: string;
  readonly at: Origin;
}

const DURATIONS = new Set([
  "inter",
  "fastinter",
  "downinter",
  "slowstart",
  "hard-stop-after",
  "Timeout",
  "KeepAliveTimeout",
]);

/** `memory`, `base_memory`, `memory_per_child`; not vm.overcommit_memory, which is a mode. */
const isMemory = (name: string): boolean => /^(?:\w+_)?memory(?:_\w+)?$/.test(name);

const show = (name: string, value: unknown): string => {
  if (typeof value === "boolean") return value ? "on" : "off";
  if (Array.isArray(value)) return value.map(String).join("; ");
  if (typeof value !== "number") return String(value);
  if (name === "traffic") return showPercent(value);
  if (isMemory(name)) return showBytes(value);
  return /timeout/.test(name) || DURATIONS.has(name) ? formatDuration(value) : String(value);
};

/** Settings beside others that the arithmetic stands on, and from which nothing is rendered. */
export const isFigure = (name: string): boolean => name === "slots" || isMemory(name);

/** Every key of a section that is set. `prefix` stands before its name: `timeout `, `option `. */
export const settingsOf = (
  section: object,
  node: MapNode,
  path: readonly string[] = [],
  prefix = "",
): Setting[] =>
  Object.entries(section)
    .filter(([, value]) => value !== undefined && (typeof value !== "object" || Array.isArray(value)))
    .map(([key, value]) => ({
      name: prefix + key,
      shown: show(prefix + key, value),
      because: "set",
      at: originOf(node, ...path, key),
    }));

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
    return [{ name, shown, because: "set", at: originOf(node, ...path) }];
  }
  return Object.entries(section).flatMap(([key, value]) => everySetting(value, node, [...path, key]));
};

export const effective = (name: string, { value, because, origin }: Effective<number | null>): Setting => ({
  name,
  shown: value === null ? "none" : show(name, value),
  because,
  at: origin,
});

export const globalSettings = ({ global, node }: Haproxy): readonly Setting[] =>
  settingsOf(global, node, ["global"]);

/** What is in force in a listener, the defaults section under it included. */
export const listenerSettings = (listener: Listener): readonly Setting[] => {
  const { settings, node } = listener;
  const { timeout, option, server: _server, servers: _servers, hosts: _hosts, ...own } = settings;
  const { queue: _queue, ...timeouts } = timeout;
  return [
    ...settingsOf(own, node),
    ...settingsOf(timeouts, node, ["timeout"], "timeout "),
    effective("timeout queue", queueTimeout(listener)),
    ...settingsOf(option, node, ["option"], "option "),
  ];
};

export const lineSettings = ({ server, settings, node }: ServerLine): readonly Setting[] => [
  { name: "role", shown: server.role, because: "set", at: server.node.origin },
  { name: "address", shown: server.address, because: "set", at: originOf(server.node, "address") },
  ...settingsOf(settings, node),
];

/** Figures of a host that nothing is rendered from; the arithmetic stands on them. */
export const hostFigures = (host: Proxy | AppServer): readonly Setting[] => {
  const figures =
    "traffic" in host
      ? { traffic: host.traffic, memory: host.memory, nofile: host.nofile }
      : { memory: host.memory, base_memory: host.baseMemory, reserve_memory: host.reserveMemory };
  return settingsOf(figures, host.node);
};
