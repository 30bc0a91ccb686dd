import { defaultIn } from "../haproxy/defaults.js";
import { rawOrder } from "../haproxy/raw-order.js";
import type { Fleet, Frontend, Haproxy, Listener, ServerLine } from "./fleet.js";
import type { ProxyGroup } from "./proxy-groups.js";
import { proxyGroups } from "./proxy-groups.js";
import { takesSlots } from "./service.js";

/** A section of proxies, and the configuration around it. */
export interface Configured {
  readonly listener: Pick<Listener | Frontend, "own" | "settings">;
  readonly haproxy: Haproxy;
}

/** A listener, and the configuration around it: its version, and its defaults section. */
export interface ConfiguredListener {
  readonly listener: Listener;
  readonly haproxy: Haproxy;
}

/** A listener on the proxies that have it in one and the same form. */
export interface PlacedListener extends ConfiguredListener, ProxyGroup {}

const WORDS = new Map([
  ["frontends", "frontend"],
  ["backends", "backend"],
]);

/** What people call it: a listener, a frontend, a backend. */
export const sectionWord = ({ path: [key = ""] }: Pick<Listener | Frontend, "path">): string =>
  WORDS.get(key) ?? "listener";

/** What clients connect to on the proxies that have it in one and the same form. */
export interface PlacedFrontend extends ProxyGroup {
  readonly frontend: Frontend;
}

export const everyFrontend = (fleet: Fleet): readonly PlacedFrontend[] =>
  proxyGroups(fleet).flatMap((group) => group.haproxy.frontends.map((frontend) => ({ ...group, frontend })));

/** Frontends that lead to a section; a listen section is its own. */
export const frontendsTo = ({ frontends }: Haproxy, listener: Listener): readonly Frontend[] =>
  frontends.filter(({ leadsTo }) => leadsTo.includes(listener));

/** Every listener, once for each kind of proxy. */
export const everyListener = (fleet: Fleet): readonly PlacedListener[] =>
  proxyGroups(fleet).flatMap((group) => group.haproxy.listeners.map((listener) => ({ ...group, listener })));

/** Those whose requests take slots. */
export const everySlotListener = (fleet: Fleet): readonly PlacedListener[] =>
  everyListener(fleet).filter(({ listener }) => takesSlots(listener));

/** Manual 4.2 mode: tcp by default. */
export const mode = (listener: Pick<Listener | Frontend, "settings">): "http" | "tcp" =>
  listener.settings.mode ?? "tcp";

/** Raw lines of this listener: its own, and those of the defaults section. */
export const rawLines = ({ haproxy, listener }: Configured): readonly string[] => [
  ...(haproxy.defaults.directives ?? []),
  ...(listener.own.directives ?? []),
];

/** Whether a raw line begins with what `directive` matches. */
export const says = (configured: Configured, directive: RegExp): boolean =>
  rawLines(configured).some((line) => directive.test(line));

/** Whether HAProxy asks a server for its health: by the line's check, by a word that mmconf does not model, or by default-server. */
export const isChecked = (configured: ConfiguredListener, { settings }: ServerLine): boolean =>
  settings.check === true ||
  (settings.directives ?? []).some((words) => /(?:^|\s)(?:check|track|agent-check)(?:\s|$)/.test(words)) ||
  aboveServers(configured).some((line) => /^\s*default-server\s(?:.*\s)?check(?:\s|$)/.test(line));

/** Raw lines whose default-server the server lines have. */
const aboveServers = ({ haproxy, listener }: ConfiguredListener): readonly string[] => {
  const { directives: own = [] } = listener.own;
  return [
    ...(haproxy.defaults.directives ?? []),
    ...rawOrder(own).beforeServers.map((index) => own[index] as string),
  ];
};

/** Whether option abortonclose does anything: in HTTP mode some versions ignore it. */
export const heedsAbortonclose = ({ haproxy, listener }: ConfiguredListener): boolean =>
  mode(listener) !== "http" || defaultIn(haproxy.version, "abortsOnClose");

/** Whether a request whose client has gone leaves the queue: as set, or as the version has it in HTTP mode. */
export const abortsOnClose = (configured: ConfiguredListener): boolean => {
  const { haproxy, listener } = configured;
  const asked =
    listener.settings.option.abortonclose ??
    (says(configured, /^option\s+abortonclose\b/) ||
      (mode(listener) === "http" && defaultIn(haproxy.version, "abortonclose")));
  return asked && heedsAbortonclose(configured);
};
