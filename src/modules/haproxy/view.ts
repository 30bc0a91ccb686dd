import type { Frontend, Haproxy, Listener, ServerLine } from "../../fleet/fleet.js";
import { mode } from "../../fleet/listeners.js";
import { defaultIn } from "../../haproxy/defaults.js";
import { hasWords } from "../../haproxy/keywords/binds.js";
import { GLOBAL } from "../../haproxy/keywords/global.js";
import { OPTIONS } from "../../haproxy/keywords/options.js";
import { PROXY } from "../../haproxy/keywords/proxy.js";
import { SERVER } from "../../haproxy/keywords/server.js";
import { TIMEOUTS } from "../../haproxy/keywords/timeouts.js";
import { rawOrder } from "../../haproxy/raw-order.js";
import type {
  DefaultsSection,
  FrontendSection,
  OptionSettings,
  ServerSettings,
} from "../../haproxy/schema.js";
import { haproxyWord } from "../../haproxy/word.js";
import { keywordTokens, rawTokens } from "../../render/keyword-tokens.js";
import type { Token, View } from "../../render/token.js";
import { joinTokens, token, tokenLater } from "../../render/token.js";
import type { Words } from "../../schema/value-type.js";
import type { MapNode } from "../../yaml/node.js";
import { mapAt, originOf } from "../../yaml/node.js";

/** What templates/haproxy/haproxy.cfg.hbs shows. */
export const haproxyView = (haproxy: Haproxy): View => ({
  global: globalView(haproxy),
  defaults: sectionView(haproxy.defaults, mapAt(haproxy.node, "defaults"), {}),
  listeners: inPlace(haproxy.listeners, "listeners").map((listener) => listenerView(haproxy, listener)),
  frontends: inPlace(haproxy.frontends, "frontends").map((frontend) => frontendView(haproxy, frontend)),
  backends: inPlace(haproxy.listeners, "backends").map((backend) => listenerView(haproxy, backend)),
});

const inPlace = <S extends Pick<Listener, "path">>(sections: readonly S[], key: string): readonly S[] =>
  sections.filter(({ path }) => path[0] === key);

const spelled = (name: string, words: Words): string => [name, ...words.map(haproxyWord)].join(" ");

const globalView = ({ global, node: root }: Haproxy): View => {
  const node = mapAt(root, "global");
  return {
    lines: [...keywordTokens(GLOBAL, global, node, { set: spelled }), ...rawTokens(global.directives, node)],
  };
};

/** What a listener's options take the place of: those of the defaults section, and what the version has on by itself. */
const optionsAbove = (listener: Listener | Frontend, { option }: DefaultsSection): OptionSettings =>
  mode(listener) === "http" && defaultIn(listener.version, "abortonclose")
    ? { abortonclose: true, ...option }
    : (option ?? {});

const listenerView = ({ version, defaults, node: root }: Haproxy, listener: Listener): View => {
  const { own, name, lines } = listener;
  const { bind = [], ...others } = own;
  const node = mapAt(root, ...listener.path);
  const onBindLines = defaultIn(version, "bindLines") || bind.some(hasWords);
  const section = sectionView(onBindLines ? own : others, node, optionsAbove(listener, defaults));
  const { beforeServers, behindServers } = rawOrder(own.directives ?? []);
  return {
    name: token(haproxyWord(name), node.origin),
    inline_bind: onBindLines ? null : token(bind.join(","), originOf(node, "bind")),
    ...section,
    // With the keys: templates write those before the servers, and a project may have its own.
    lines: [...section.lines, ...pick(section.directives, beforeServers)],
    directives: pick(section.directives, behindServers),
    servers: lines.map((line) => serverView(line)),
  };
};

/** Raw lines before the rules for backends, as ACLs stand before their use. */
const frontendView = ({ defaults, node: root }: Haproxy, frontend: Frontend): View => {
  const { own, name, path } = frontend;
  const node = mapAt(root, ...path);
  const { use_backend = [], default_backend } = own;
  return {
    name: token(haproxyWord(name), node.origin),
    ...sectionView(own, node, optionsAbove(frontend, defaults)),
    routes: [
      ...use_backend.map((rule, index) => token(`use_backend ${rule}`, originOf(node, "use_backend", index))),
      ...(default_backend === undefined
        ? []
        : [token(`default_backend ${default_backend}`, originOf(node, "default_backend"))]),
    ],
  };
};

const pick = (tokens: readonly Token[], indices: readonly number[]): readonly Token[] =>
  indices.flatMap((index) => tokens[index] ?? []);

/** What a section shows, as its template names it. */
type SectionView = {
  readonly lines: readonly Token[];
  readonly options: readonly Token[];
  readonly directives: readonly Token[];
};

/** What defaults and listen sections have in common. `above` holds the options that a section may have to take back. */
const sectionView = (
  section: DefaultsSection | FrontendSection,
  node: MapNode,
  above: OptionSettings,
): SectionView => {
  const inherited = new Map<string, unknown>(Object.entries(above));
  return {
    lines: [
      ...keywordTokens(PROXY, { ...section }, node, { set: spelled }),
      ...keywordTokens(TIMEOUTS, section.timeout ?? {}, mapAt(node, "timeout"), {
        set: (name, words) => spelled(`timeout ${name}`, words),
      }),
    ],
    options: keywordTokens(OPTIONS, section.option ?? {}, mapAt(node, "option"), {
      set: (name, words) => spelled(`option  ${name}`, words),
      off: (name) => (inherited.has(name) ? `no option  ${name}` : undefined),
    }),
    directives: rawTokens(section.directives, node),
  };
};

/** What stands behind the last colon of an address is its port, so that one of IPv6 without a port ends in a colon. */
const addressAndPort = (address: string, port: number | undefined): string =>
  port === undefined && !address.includes(":") ? address : `${address}:${port ?? ""}`;

const serverView = ({ server, role, settings, node }: ServerLine): View => {
  return {
    name: tokenLater(haproxyWord(server.name), () => [server.node.origin]),
    address: tokenLater(haproxyWord(addressAndPort(server.address, settings.port)), () => [
      originOf(server.node, "address"),
      originOf(node, "port"),
    ]),
    backup:
      role === "backup" ? token(" backup", node.entries.get("backup")?.origin ?? server.node.origin) : null,
    words: serverWords(settings, node),
  };
};

/** Lines without settings of their own share one object of them, and so their words. */
const knownWords = new WeakMap<ServerSettings, Token>();

const serverWords = (settings: ServerSettings, node: MapNode): Token => {
  const known = knownWords.get(settings);
  if (known) return known;
  const words = [
    ...keywordTokens(SERVER, settings, node, { set: (name, words) => ` ${spelled(name, words)}` }),
    ...(settings.directives ?? []).map((word, index) =>
      token(` ${word}`, originOf(node, "directives", index)),
    ),
  ];
  const joined = joinTokens(words);
  knownWords.set(settings, joined);
  return joined;
};
