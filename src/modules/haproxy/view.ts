import type { Haproxy, Listener, ServerLine } from "../../fleet/fleet.js";
import { defaultIn } from "../../haproxy/dialect.js";
import type { DefaultsSection, ListenerSection } from "../../haproxy/schema.js";
import type { ServerSettings } from "../../haproxy/server-schema.js";
import { haproxyWord } from "../../haproxy/word.js";
import type { Token, View } from "../../render/token.js";
import { joinTokens, token, tokenLater } from "../../render/token.js";
import { formatDuration } from "../../text/units.js";
import type { MapNode, PathSegment } from "../../yaml/node.js";
import { originOf } from "../../yaml/node.js";

/** What templates/haproxy/haproxy.cfg.hbs shows. */
export const haproxyView = (haproxy: Haproxy): View => ({
  global: globalView(haproxy),
  defaults: proxyView(haproxy.defaults, at(haproxy.node, "defaults"), {}),
  listeners: haproxy.listeners.map((listener) => listenerView(haproxy, listener)),
});

type Show = (text: string | number, ...path: readonly PathSegment[]) => View["x"];

const at =
  (node: MapNode, ...prefix: readonly PathSegment[]): Show =>
  (text, ...path) =>
    token(text, originOf(node, ...prefix, ...path));

const globalView = ({ global, node }: Haproxy): View => {
  const show = at(node, "global");
  const lines: (View["x"] | undefined)[] = [
    global.log && show(`log ${global.log}`, "log"),
    global.chroot && show(`chroot ${haproxyWord(global.chroot)}`, "chroot"),
    global.user && show(`user ${haproxyWord(global.user)}`, "user"),
    global.group && show(`group ${haproxyWord(global.group)}`, "group"),
    global.daemon && show("daemon", "daemon"),
    global.maxconn && show(`maxconn ${global.maxconn}`, "maxconn"),
    global.nbproc && show(`nbproc ${global.nbproc}`, "nbproc"),
    global.nbthread && show(`nbthread ${global.nbthread}`, "nbthread"),
    global["ulimit-n"] && show(`ulimit-n ${global["ulimit-n"]}`, "ulimit-n"),
    global.maxpipes !== undefined && show(`maxpipes ${global.maxpipes}`, "maxpipes"),
    global["hard-stop-after"] !== undefined &&
      show(`hard-stop-after ${formatDuration(global["hard-stop-after"])}`, "hard-stop-after"),
    global["spread-checks"] !== undefined &&
      show(`spread-checks ${global["spread-checks"]}`, "spread-checks"),
    ...(global.directives ?? []).map((line, index) => show(line, "directives", index)),
  ].map((line) => line || undefined);
  return { lines: lines.filter((line) => line !== undefined) };
};

const listenerView = (haproxy: Haproxy, listener: Listener): View => {
  const { own, name } = listener;
  const show = at(haproxy.node, "listeners", name);
  const inline = !defaultIn(haproxy.version, "bindLines");
  const addresses = own.bind.map((address) => show(address, "bind"));
  return {
    name: show(haproxyWord(name)),
    inline_bind: inline ? show(own.bind.join(","), "bind") : null,
    binds: inline ? [] : addresses,
    ...proxyView(own, show, haproxy.defaults.option ?? {}),
    servers: listener.lines.map((line) => serverView(line)),
  };
};

/** What defaults and listen sections have in common. `above` holds the options that a section may have to take back. */
const proxyView = (
  section: DefaultsSection | ListenerSection,
  show: Show,
  above: NonNullable<DefaultsSection["option"]>,
): View => {
  const inherited = new Map<string, unknown>(Object.entries(above));
  return {
    mode: section.mode ? show(section.mode, "mode") : null,
    log: "log" in section && section.log ? show(section.log, "log") : null,
    balance: section.balance ? show(section.balance, "balance") : null,
    retries: section.retries === undefined ? null : show(section.retries, "retries"),
    maxconn: section.maxconn === undefined ? null : show(section.maxconn, "maxconn"),
    backlog: section.backlog === undefined ? null : show(section.backlog, "backlog"),
    fullconn: section.fullconn === undefined ? null : show(section.fullconn, "fullconn"),
    timeouts: entries(section.timeout).map(([name, value]) => ({
      name: show(name, "timeout", name),
      value: show(formatDuration(value), "timeout", name),
    })),
    options: entries(section.option)
      .filter(([name, value]) => value !== false || inherited.has(name))
      .map(([name, value]) => ({
        no: value === false,
        name: show(name, "option", name),
        value: typeof value === "string" ? show(value, "option", name) : null,
      })),
    directives: (section.directives ?? []).map((line, index) => show(line, "directives", index)),
  };
};

/** Entries that are set, in the schema's order: zod gives them so, whatever the order of the inventory's keys. */
const entries = <T>(values: Readonly<Record<string, T | undefined>> | undefined): [string, T][] =>
  Object.entries(values ?? {}).filter((entry): entry is [string, T] => entry[1] !== undefined);

const serverView = ({ server, settings, node }: ServerLine): View => {
  const address = settings.port === undefined ? server.address : `${server.address}:${settings.port}`;
  return {
    name: tokenLater(haproxyWord(server.name), () => [server.node.origin]),
    address: tokenLater(haproxyWord(address), () => [
      originOf(server.node, "address"),
      originOf(node, "port"),
    ]),
    backup: server.role === "backup" ? token(" backup", server.node.origin) : null,
    words: serverWords(settings, node),
  };
};

const WORDS = [
  "inter",
  "fastinter",
  "downinter",
  "rise",
  "fall",
  "weight",
  "minconn",
  "maxconn",
  "maxqueue",
  "slowstart",
] as const satisfies readonly (keyof ServerSettings)[];

const TIMES: ReadonlySet<string> = new Set(["inter", "fastinter", "downinter", "slowstart"]);

/** Lines without settings of their own share one object of them, and so their words. */
const knownWords = new WeakMap<ServerSettings, Token>();

const serverWords = (settings: ServerSettings, node: MapNode): Token => {
  const known = knownWords.get(settings);
  if (known) return known;
  const words = [
    ...(settings.check ? [token(" check", originOf(node, "check"))] : []),
    ...WORDS.flatMap((name) => {
      const value = settings[name];
      if (value === undefined) return [];
      return [token(` ${name} ${TIMES.has(name) ? formatDuration(value) : value}`, originOf(node, name))];
    }),
    ...(settings.directives ?? []).map((word, index) =>
      token(` ${word}`, originOf(node, "directives", index)),
    ),
  ];
  const joined = joinTokens(words);
  knownWords.set(settings, joined);
  return joined;
};
