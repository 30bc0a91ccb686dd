import { DAEMON_OPTIONS } from "../apache/daemon-options.js";
import { DIRECTIVES } from "../apache/directives.js";
import { requestQueueSize } from "../fleet/backlog.js";
import type { Effective } from "../fleet/effective.js";
import type {
  Apache,
  AppServer,
  Haproxy,
  Kernel,
  Listener,
  Proxy,
  ServerLine,
  Service,
} from "../fleet/fleet.js";
import { maxChildren } from "../fleet/memory.js";
import { queueTimeout } from "../fleet/timeouts.js";
import { GLOBAL } from "../haproxy/keywords/global.js";
import { OPTIONS } from "../haproxy/keywords/options.js";
import { PROXY } from "../haproxy/keywords/proxy.js";
import { SERVER } from "../haproxy/keywords/server.js";
import { TIMEOUTS } from "../haproxy/keywords/timeouts.js";
import { PARAMETERS } from "../modules/kernel/parameters.js";
import { SETTINGS } from "../modules/mirrorlist_server/settings.js";
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
  /** Why it is in force where it was not set under its own name; else "set". */
  readonly because: string;
  readonly at: Origin;
}

/** `memory`, `base_memory`, `memory_per_child`; not vm.overcommit_memory, which is a mode. */
const isMemory = (name: string): boolean => /^(?:\w+_)?memory(?:_\w+)?$/.test(name);

/** Settings beside others that the arithmetic stands on, and from which nothing is rendered. */
export const isFigure = (name: string): boolean => name === "slots" || isMemory(name);

const set = (name: string, shown: string, at: Origin): Setting => ({ name, shown, because: "set", at });

/** Every keyword of a table that is set. `prefix` stands before its key: `timeout `, `option `. */
const settingsOf = (
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
const own = <T>(
  name: string,
  value: T | undefined,
  node: MapNode,
  show: (value: T) => string = String,
): Setting[] => (value === undefined ? [] : [set(name, show(value), originOf(node, name))]);

/** Lines that no keyword models. */
const rawLines = ({ directives }: { readonly directives?: readonly string[] | undefined }, node: MapNode) =>
  own("directives", directives, node, (lines) => lines.join("; "));

const effective = (
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
  return [...settingsOf(GLOBAL, global, node), ...rawLines(global, node)];
};

/** What is in force in a listener, the defaults section under it included. */
export const listenerSettings = (listener: Listener): readonly Setting[] => {
  const { settings, node } = listener;
  const { slots, timeout, option, server: _server, servers: _servers, hosts: _hosts, ...keywords } = settings;
  return [
    ...own("slots", slots, node),
    ...settingsOf(PROXY, keywords, node),
    ...rawLines(keywords, node),
    ...settingsOf(TIMEOUTS, { ...timeout, queue: undefined }, mapAt(node, "timeout"), "timeout "),
    effective("timeout queue", queueTimeout(listener), formatDuration),
    ...settingsOf(OPTIONS, option, mapAt(node, "option"), "option "),
  ];
};

export const lineSettings = ({ server, settings, node }: ServerLine): readonly Setting[] => [
  set("role", server.role, server.node.origin),
  set("address", server.address, originOf(server.node, "address")),
  ...own("port", settings.port, node),
  ...settingsOf(SERVER, settings, node),
  ...rawLines(settings, node),
];

/** The daemon process group and the site that leads to it. */
export const wsgiSettings = ({ wsgi, site, node: root }: Service): readonly Setting[] => {
  const node = mapAt(root, "wsgi");
  return [
    ...settingsOf(DAEMON_OPTIONS, wsgi, node),
    ...own("memory_per_process", wsgi.memory_per_process, node, showBytes),
    ...textsOf(site ?? {}, mapAt(root, "site")),
    ...textsOf(site?.alias ?? {}, mapAt(root, "site", "alias"), "alias "),
  ];
};

/** Every text, and every list of texts, of a section that has no table of keywords. */
const textsOf = (section: object, node: MapNode, prefix = ""): Setting[] =>
  Object.entries(section).flatMap(([key, value]) => {
    const shown = typeof value === "string" ? value : Array.isArray(value) ? value.join("; ") : undefined;
    return shown === undefined ? [] : [set(prefix + key, shown, originOf(node, key))];
  });

export const mirrorlistServerSettings = (service: Service): readonly Setting[] => {
  const { server } = service;
  if (server === undefined) return [];
  const node = mapAt(service.node, "server");
  const { request_queue_size: _size, max_children: _most, memory_per_child, ...rest } = server;
  return [
    ...settingsOf(SETTINGS, rest, node),
    ...own("memory_per_child", memory_per_child, node, showBytes),
    effective("request_queue_size", requestQueueSize(service)),
    effective("max_children", maxChildren(service)),
  ];
};

export const apacheSettings = ({ settings, node }: Apache): readonly Setting[] => [
  ...own("mpm", settings.mpm, node),
  ...settingsOf(DIRECTIVES, settings, node),
  ...rawLines(settings, node),
];

export const kernelSettings = ({ settings, node }: Kernel): readonly Setting[] => [
  ...settingsOf(PARAMETERS, settings, node),
  ...rawLines(settings, node),
];

/** Figures of a host that nothing is rendered from; the arithmetic stands on them. */
export const hostFigures = (host: Proxy | AppServer): readonly Setting[] => {
  const { node } = host;
  const memory = own("memory", host.memory, node, showBytes);
  return "traffic" in host
    ? [...own("traffic", host.traffic, node, showPercent), ...memory, ...own("nofile", host.nofile, node)]
    : [
        ...memory,
        ...own("base_memory", host.baseMemory, node, showBytes),
        ...own("reserve_memory", host.reserveMemory, node, showBytes),
      ];
};
