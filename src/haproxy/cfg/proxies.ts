import { defaultIn } from "../defaults.js";
import type { Configuration, Section, SectionLine } from "./configuration.js";
import type { Setting } from "./setting.js";
import { settingsOf } from "./setting.js";
import type { Word } from "./word.js";

/** A section that takes connections, or passes them on, or sets what those have. */
export interface Proxy {
  readonly section: Section;
  readonly kind: "defaults" | "frontend" | "backend" | "listen";
  /** A section of defaults may be without. */
  readonly name: Word | undefined;
  /** The name behind `from`. */
  readonly from: Word | undefined;
  /** Whose settings it has where it says nothing: by `from`, else by position. */
  readonly defaults: Proxy | undefined;
  readonly settings: readonly Setting[];
}

export const readProxies = (configuration: Configuration): readonly Proxy[] => {
  const proxies: Proxy[] = [];
  const named = new Map<string, Proxy>();
  const known = defaultIn(configuration.version, "namedDefaults");
  let last: Proxy | undefined;
  for (const section of configuration.sections) {
    const { kind, head } = section;
    if (kind !== "defaults" && kind !== "frontend" && kind !== "backend" && kind !== "listen") continue;
    const { name, from } = namesIn(head, known);
    const defaults = from === undefined ? (kind === "defaults" ? undefined : last) : named.get(from.text);
    const proxy: Proxy = { section, kind, name, from, defaults, settings: settingsOf(section) };
    proxies.push(proxy);
    if (kind !== "defaults") continue;
    last = proxy;
    if (name !== undefined) named.set(name.text, proxy);
  }
  return proxies;
};

/** `defaults [NAME] [from NAME]`. */
const namesIn = ({ words }: SectionLine, named: boolean): Pick<Proxy, "name" | "from"> => {
  const [kind, first, second, third] = words;
  if (!named) return { name: first, from: undefined };
  if (kind?.text === "defaults" && first?.text === "from" && second !== undefined && third === undefined)
    return { name: undefined, from: second };
  return { name: first, from: second?.text === "from" ? third : undefined };
};

/** What holds for a proxy, and where it is said. */
export interface InForce {
  readonly setting: Setting;
  /** The proxy itself, or the defaults that it has it from. */
  readonly saidBy: Proxy;
}

/** The last line that says it, of the proxy's own lines or else of its defaults'. `no` and `default` say it too. */
export const inForce = (proxy: Proxy, name: string): InForce | undefined => {
  const setting = proxy.settings.findLast((one) => one.name === name);
  if (setting !== undefined) return { setting, saidBy: proxy };
  return proxy.defaults && inForce(proxy.defaults, name);
};

/** Every line that says it, those of its defaults first: for keywords whose lines add up. */
export const allInForce = (proxy: Proxy, name: string): readonly InForce[] => [
  ...(proxy.defaults === undefined ? [] : allInForce(proxy.defaults, name)),
  ...proxy.settings.filter((one) => one.name === name).map((setting) => ({ setting, saidBy: proxy })),
];

/** Whether it takes connections from clients. */
export const isFront = ({ kind }: Proxy): boolean => kind === "frontend" || kind === "listen";

/** Whether it has servers. */
export const isBack = ({ kind }: Proxy): boolean => kind === "backend" || kind === "listen";
