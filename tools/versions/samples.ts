import { allTargets } from "../../src/api/built-in.js";
import { loadInventory } from "../../src/api/load.js";
import { templatesFrom } from "../../src/disk/templates.js";
import type { Fleet, Haproxy } from "../../src/fleet/fleet.js";
import type { PlacedKeyword } from "../../src/haproxy/keywords/all.js";
import { KEYWORDS } from "../../src/haproxy/keywords/all.js";
import type { Versions } from "../../src/haproxy/keywords/keyword.js";
import { formatVersion } from "../../src/haproxy/version.js";
import { renderFleet } from "../../src/render/render.js";

/** Where an inventory sets a keyword: `global`, `defaults`, `listener`, or `server` for the lines of the listener. */
export type Section = "global" | "defaults" | "listener" | "server";

export interface Sample {
  readonly placed: PlacedKeyword;
  readonly section: Section;
  /** As an inventory gives it. */
  readonly given: unknown;
  readonly version: string;
}

const sectionsOf = ({ of, keyword }: PlacedKeyword): readonly Section[] => {
  if (of !== "proxy") return [of];
  const sections: readonly string[] = "sections" in keyword ? (keyword.sections as readonly string[]) : [];
  return [
    ...(sections.includes("defaults") ? ["defaults" as const] : []),
    ...(sections.includes("listen") ? ["listener" as const] : []),
  ];
};

/** The last branch before one that lacks it, where 2.6 does. */
const versionWith = ({ gone }: Partial<Versions> = {}): string =>
  gone === undefined || gone.major > 2 || gone.minor > 6
    ? "2.6"
    : formatVersion({ major: gone.major, minor: gone.minor - 1 });

/** Every keyword in every section that takes it, with every value that its type has for tests. */
export const SAMPLES: readonly Sample[] = KEYWORDS.flatMap((placed) =>
  sectionsOf(placed).flatMap((section) =>
    placed.keyword.type.samples.map((given) => ({
      placed,
      section,
      given,
      version: versionWith(placed.keyword.versions),
    })),
  ),
);

const BASE = {
  defaults: { timeout: { connect: "7s", client: "7s", server: "7s" } },
  web: { bind: "127.0.0.1:10001", server: { port: 80 } },
};

type Part = Readonly<Record<string, unknown>>;

const withValue = (part: Part, [key, ...rest]: readonly string[], value: unknown): Part =>
  key === undefined
    ? part
    : { ...part, [key]: rest.length === 0 ? value : withValue((part[key] ?? {}) as Part, rest, value) };

/** A small fleet whose HAProxy sets one keyword, over what its sections have besides; without one, what it needs. */
export const fleetWith = (sample?: Sample, defaults: Part = {}, global: Part = {}): Fleet => {
  const set = (section: Section, part: Part): Part =>
    sample?.section === section ? withValue(part, sample.placed.path, sample.given) : part;
  const inventory = {
    mmconf: 1,
    proxies: { proxy1: {} },
    app_servers: { app1: { address: "127.0.0.1" } },
    haproxy: {
      version: sample?.version ?? "2.6",
      global: set("global", global),
      defaults: set("defaults", { ...BASE.defaults, ...defaults }),
      listeners: { web: set("listener", { ...BASE.web, server: set("server", BASE.web.server) }) },
    },
  };
  const loaded = loadInventory("keyword.json", {
    read: () => ({ ok: true, text: JSON.stringify(inventory) }),
  });
  if (!loaded.ok) throw new Error(loaded.findings.map(({ message }) => message).join("\n"));
  return loaded.fleet;
};

export const haproxyOf = (fleet: Fleet): Haproxy => {
  const [proxy] = fleet.proxies;
  if (proxy === undefined) throw new Error("there is no proxy");
  return proxy.haproxy;
};

/** haproxy.cfg as it is rendered. */
export const rendered = (fleet: Fleet): string => {
  const result = renderFleet(fleet, allTargets, templatesFrom(undefined), "0");
  if (!result.ok) throw new Error(result.reason);
  const file = result.rendered.artefacts.find(({ path }) => path.endsWith("/haproxy.cfg"));
  if (file === undefined) throw new Error("haproxy.cfg is not rendered");
  return file.content;
};
