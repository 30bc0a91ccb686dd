import { defaultIn } from "../modules/haproxy/dialect.js";
import type { Fleet, Haproxy, Listener, ServerLine } from "./fleet.js";
import type { ProxyGroup } from "./groups.js";
import { proxyGroups, slotListeners } from "./groups.js";

/** A listener on the proxies that have it in one and the same form. */
export interface PlacedListener {
  readonly listener: Listener;
  readonly haproxy: Haproxy;
  readonly proxies: ProxyGroup["proxies"];
  /** The proxies' names. */
  readonly hosts: readonly string[];
}

/** Every listener, once for each kind of proxy. */
export const everyListener = (fleet: Fleet): readonly PlacedListener[] =>
  proxyGroups(fleet).flatMap(({ haproxy, proxies }) => {
    const hosts = proxies.map((proxy) => proxy.name);
    return haproxy.listeners.map((listener) => ({ listener, haproxy, proxies, hosts }));
  });

/** Those whose requests take slots. */
export const everySlotListener = (fleet: Fleet): readonly PlacedListener[] =>
  slotListeners(fleet).map(({ group, listener }) => ({
    listener,
    haproxy: group.haproxy,
    proxies: group.proxies,
    hosts: group.proxies.map((proxy) => proxy.name),
  }));

/** Manual 4.2 mode: unset, it is tcp. */
export const mode = (listener: Listener): "http" | "tcp" => listener.settings.mode ?? "tcp";

const active = new WeakMap<Listener, readonly ServerLine[]>();

export const activeLines = (listener: Listener): readonly ServerLine[] => {
  const lines = active.get(listener) ?? listener.lines.filter((line) => line.server.role === "active");
  active.set(listener, lines);
  return lines;
};

/** Lines that the inventory gives as they stand to this listener: its own, and those of the defaults section. */
export const rawLines = ({
  haproxy,
  listener,
}: Pick<PlacedListener, "haproxy" | "listener">): readonly string[] => [
  ...(haproxy.defaults.directives ?? []),
  ...(listener.own.directives ?? []),
];

/** Whether a raw line begins with what `directive` matches. */
export const says = (placed: Pick<PlacedListener, "haproxy" | "listener">, directive: RegExp): boolean =>
  rawLines(placed).some((line) => directive.test(line));

/** Whether HAProxy asks a server for its health: by the line's check, by a word that mmconf does not model, or by default-server. */
export const isChecked = (
  placed: Pick<PlacedListener, "haproxy" | "listener">,
  { settings }: ServerLine,
): boolean =>
  settings.check === true ||
  (settings.directives ?? []).some((words) => /(?:^|\s)(?:check|track|agent-check)(?:\s|$)/.test(words)) ||
  says(placed, /^default-server\s(?:.*\s)?check(?:\s|$)/);

/** Whether a request whose client has gone leaves the queue: as set, or as the version has it in HTTP mode. */
export const abortsOnClose = ({ haproxy, listener }: Pick<PlacedListener, "haproxy" | "listener">): boolean =>
  listener.settings.option.abortonclose ??
  (says({ haproxy, listener }, /^option\s+abortonclose\b/) ||
    (mode(listener) === "http" && defaultIn(haproxy.version, "abortonclose")));

/** Server lines of one role and with the same settings: a listener of thousands has a handful. */
export interface LineGroup {
  readonly sample: ServerLine;
  readonly count: number;
}

const known = new WeakMap<Listener, readonly LineGroup[]>();

export const lineGroups = (listener: Listener): readonly LineGroup[] => {
  const groups = known.get(listener) ?? groupLines(listener);
  known.set(listener, groups);
  return groups;
};

const groupLines = (listener: Listener): readonly LineGroup[] => {
  const spelled = new Map<object, string>();
  const groups = new Map<string, { sample: ServerLine; count: number }>();
  for (const line of listener.lines) {
    const text = spelled.get(line.settings) ?? JSON.stringify(line.settings);
    spelled.set(line.settings, text);
    const key = `${line.server.role} ${text}`;
    const group = groups.get(key);
    if (group) group.count++;
    else groups.set(key, { sample: line, count: 1 });
  }
  return [...groups.values()];
};

/** `app1`, or `app1 and 4 more`. */
export const namesOf = ({ sample, count }: LineGroup): string =>
  count === 1 ? sample.server.name : `${sample.server.name} and ${count - 1} more`;
