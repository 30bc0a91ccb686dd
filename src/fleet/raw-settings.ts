import type { MapNode } from "../yaml/node.js";
import { mapAt, originOf } from "../yaml/node.js";
import type { Origin } from "../yaml/place.js";
import type { Fleet } from "./fleet.js";
import type { Part } from "./host.js";
import { sectionWord } from "./listeners.js";
import type { Reads } from "./modelled.js";
import { inGlobal, inListener, inServer } from "./modelled.js";
import type { ProxyGroup } from "./proxy-groups.js";
import { proxyGroups } from "./proxy-groups.js";
import { takesSlots } from "./service.js";

/** A raw line that sets what has a key of its own. */
export interface RawSetting {
  /** As the target spells it: `timeout server`, `MaxRequestWorkers`. */
  readonly setting: string;
  readonly line: string;
  /** Where its key belongs: `global`, `listener mirror-lists`, `apache`. */
  readonly section: string;
  readonly subject: string;
  readonly hosts: readonly string[];
  readonly at: Origin;
}

/** The raw lines of one section, and how they are read. */
interface RawSection {
  readonly lines: readonly string[] | undefined;
  readonly node: MapNode;
  readonly reads: Reads;
  readonly section: string;
  /** Where the keys of its default-server lines belong. */
  readonly servers?: string;
  /** What findings are about; without it, the setting. */
  readonly subject?: string;
  readonly hosts: readonly string[];
}

/** Every raw line of the fleet that sets what mmconf would render, and count, itself. */
export const rawSettings = (fleet: Fleet): readonly RawSetting[] =>
  sectionsOf(fleet).flatMap(({ lines = [], node, reads, section, servers, subject, hosts }) =>
    lines.flatMap((line, index) =>
      reads(line).map((setting) => ({
        setting,
        line: line.trim(),
        section: servers !== undefined && /^\s*default-server\s/.test(line) ? servers : section,
        subject: subject ?? setting,
        hosts,
        at: originOf(node, "directives", index),
      })),
    ),
  );

const sectionsOf = (fleet: Fleet): readonly RawSection[] => [
  ...proxyGroups(fleet).flatMap(ofProxies),
  ...ofParts(fleet),
];

const ofProxies = ({ haproxy, hosts }: ProxyGroup): RawSection[] => {
  return [
    {
      lines: haproxy.global.directives,
      node: mapAt(haproxy.node, "global"),
      reads: inGlobal,
      section: "global",
      hosts,
    },
    {
      lines: haproxy.defaults.directives,
      node: mapAt(haproxy.node, "defaults"),
      reads: inListener,
      section: "defaults",
      servers: "each listener's server lines",
      hosts,
    },
    ...haproxy.frontends
      .filter(({ path }) => path[0] === "frontends")
      .map((frontend) => ({
        lines: frontend.own.directives,
        node: frontend.node,
        reads: inListener,
        subject: frontend.name,
        section: `frontend ${frontend.name}`,
        hosts,
      })),
    ...haproxy.listeners.flatMap((listener): RawSection[] => {
      const common = { subject: listener.name, hosts };
      const section = `${sectionWord(listener)} ${listener.name}`;
      const servers = `server lines of ${listener.name}`;
      const reads: Reads = takesSlots(listener)
        ? (line) => (/^\s*server\s/.test(line) ? ["server"] : inListener(line))
        : inListener;
      const lines = new Map(listener.lines.map((line) => [line.settings.directives, line]));
      return [
        { ...common, lines: listener.own.directives, node: listener.node, reads, section, servers },
        ...[...lines].map(([words, line]) => ({
          ...common,
          lines: words,
          node: line.node,
          reads: inServer,
          section: servers,
        })),
      ];
    }),
  ];
};

/** Sections of modules, each once for the hosts that share it. */
const ofParts = ({ proxies, appServers }: Fleet): RawSection[] => {
  const having = new Map<Part, { readonly name: string; readonly hosts: string[] }>();
  for (const host of [...proxies, ...appServers]) {
    for (const [name, part] of Object.entries(host.parts)) {
      const known = having.get(part);
      if (known) known.hosts.push(host.name);
      else having.set(part, { name, hosts: [host.name] });
    }
  }
  return [...having].flatMap(([{ settings, node, rawLines }, { name, hosts }]): RawSection[] =>
    rawLines === undefined
      ? []
      : [{ lines: directivesOf(settings), node, reads: rawLines, section: name, hosts }],
  );
};

const directivesOf = (settings: unknown): readonly string[] => {
  const lines = (settings as { readonly directives?: unknown } | null)?.directives;
  return Array.isArray(lines) ? lines.map(String) : [];
};

export const hasRawLines = (fleet: Fleet): boolean =>
  sectionsOf(fleet).some(({ lines = [] }) => lines.length > 0);
