import { takesWord } from "../keywords/server-words.js";
import type { Proxy } from "./proxies.js";
import { allInForce } from "./proxies.js";
import type { Setting } from "./setting.js";
import type { Word } from "./word.js";

/** A parameter of a server or a bind line. */
export interface Parameter {
  readonly name: Word;
  /** The word that belongs to it. */
  readonly value: Word | undefined;
}

export interface ServerLine {
  readonly kind: "server" | "server-template";
  readonly name: Word;
  readonly address: Word;
  readonly parameters: readonly Parameter[];
  readonly setting: Setting;
}

export const parametersIn = (words: readonly Word[]): readonly Parameter[] => {
  const found: Parameter[] = [];
  for (let at = 0; at < words.length; at++) {
    const name = words[at];
    if (name === undefined) break;
    const value = takesWord(name.text) ? words[at + 1] : undefined;
    found.push({ name, value });
    if (value !== undefined) at++;
  }
  return found;
};

/** The server lines of a proxy that have a name and an address. */
export const serversOf = (proxy: Proxy): readonly ServerLine[] =>
  proxy.settings.flatMap((setting): ServerLine[] => {
    const { name: kind, words } = setting;
    if (kind !== "server" && kind !== "server-template") return [];
    const name = words[0];
    const at = kind === "server" ? 1 : 2;
    const address = words[at];
    if (name === undefined || address === undefined) return [];
    return [{ kind, name, address, parameters: parametersIn(words.slice(at + 1)), setting }];
  });

/** What a server line has of its own, and what default-server lines above it and in the defaults give it; the last counts. */
export const parametersOf = (proxy: Proxy, server: ServerLine): readonly Parameter[] => [
  ...allInForce(proxy, "default-server")
    .filter(({ setting, saidBy }) => saidBy !== proxy || isAbove(proxy, setting, server.setting))
    .flatMap(({ setting }) => parametersIn(setting.words)),
  ...server.parameters,
];

const isAbove = ({ settings }: Proxy, one: Setting, other: Setting): boolean =>
  settings.indexOf(one) < settings.indexOf(other);

export interface Address {
  /** Without its family (`ipv4@`), as it is written. */
  readonly host: string;
  /** Digits; one that begins with + or - is added to the client's. */
  readonly port: string | undefined;
}

/** Parts of `10.0.0.1:80`, `[::1]:80`, `:::80`, `ipv4@web:80`; a socket's path has no port. */
export const splitAddress = (text: string): Address => {
  const [, family = "", rest = ""] = /^(?:(\w+(?:\+\w+)?)@)?(.*)$/s.exec(text) ?? [];
  if (rest.startsWith("/") || /^(?:unix|abns|abnsz|fd|sockpair|rhttp)$/.test(family))
    return { host: rest, port: undefined };
  const [, host = rest, port] = /^(.*):([+-]?\d+(?:-\d+)?)$/s.exec(rest) ?? [];
  return { host, port };
};

export interface BindLine {
  /** Each of the addresses that commas separate. */
  readonly addresses: readonly Address[];
  readonly word: Word;
  readonly parameters: readonly Word[];
  readonly setting: Setting;
}

export const bindsOf = (proxy: Proxy): readonly BindLine[] =>
  proxy.settings.flatMap((setting): BindLine[] => {
    const [word, ...parameters] = setting.words;
    if (setting.name !== "bind" || word === undefined) return [];
    return [{ addresses: word.text.split(",").map(splitAddress), word, parameters, setting }];
  });
