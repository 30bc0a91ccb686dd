import { standingIn } from "../haproxy/keywords/keyword.js";
import { PROXY } from "../haproxy/keywords/proxy.js";
import type {
  DefaultsSection,
  FrontendSection,
  HaproxySection,
  ListenerSection,
  ServerSettings,
} from "../haproxy/schema.js";
import { compareHosts } from "../text/hosts.js";
import { nearest } from "../text/nearest.js";
import type { MapNode, Node } from "../yaml/node.js";
import { isNull, mapAt, mapLike, mergeNodes, nodeAt, originOf } from "../yaml/node.js";
import type { Problem } from "../yaml/problem.js";
import { problem } from "../yaml/problem.js";
import type { AppServer, Frontend, Haproxy, Listener, Section, ServerLine } from "./fleet.js";
import type { Located } from "./host.js";
import { defaultLimits } from "./host.js";
import type { ServersBehind } from "./servers-behind.js";
import { serviceBehind, serviceNamed } from "./service.js";

/** What a listener takes from the defaults section where it does not set it itself: all that may stand in both. */
const INHERITED = new Set([
  ...Object.keys(standingIn(standingIn(PROXY, "defaults"), "listen")),
  "timeout",
  "option",
]);

/** Resolves the HAProxy section of one proxy: defaults under listeners, one server line a host. */
export const resolveHaproxy = (
  section: HaproxySection,
  node: MapNode,
  servers: ServersBehind,
): { readonly haproxy: Haproxy; readonly problems: readonly Problem[] } => {
  const problems: Problem[] = [];
  const { version } = section;
  const defaults = { settings: section.defaults ?? {}, node: mapAt(node, "defaults") };
  const sectionsOf = <Own extends ListenerSection | FrontendSection>(
    kind: "listeners" | "backends" | "frontends",
    of: Readonly<Record<string, Own>> = {},
  ): readonly Section<Own>[] =>
    Object.entries(of)
      .sort(([a], [b]) => compareHosts(a, b))
      .map(([name, own]) => {
        const path = [kind, name];
        const ownNode = mapAt(node, ...path);
        problems.push(...misnamed(name, WHAT[kind], ownNode));
        return { name, path, version, ...inheriting({ settings: own, node: ownNode }, defaults) };
      });
  const withLines = (one: Section<ListenerSection>): Listener => {
    const ownNode = mapAt(node, ...one.path);
    const behind = servers.of(one, ownNode, problems);
    return { ...one, lines: serverLines(one.own, ownNode, behind, problems) };
  };
  const listens = sectionsOf("listeners", section.listeners).map(withLines);
  const backends = sectionsOf("backends", section.backends).map(withLines);
  const listeners = [...listens, ...backends];
  const haproxy: Haproxy = {
    version,
    global: section.global ?? {},
    defaults: defaults.settings,
    frontends: [
      ...listens.map(clientsSide),
      ...sectionsOf("frontends", section.frontends).map((one) => leading(one, listeners, problems)),
    ],
    listeners,
    node,
  };
  problems.push(...namedTwice(haproxy));
  if (section.listeners === undefined && section.frontends === undefined)
    problems.push(
      problem(
        "schema/required",
        originOf(node, "listeners"),
        "haproxy has nothing that clients connect to",
        "write a listener, or a frontend and its backend",
      ),
    );
  return { haproxy, problems };
};

const WHAT = { listeners: "listen section", backends: "backend", frontends: "frontend" } as const;

const misnamed = (name: string, what: string, { origin }: MapNode): readonly Problem[] =>
  /^[A-Za-z0-9_.:-]+$/.test(name)
    ? []
    : [
        problem(
          "schema/value",
          origin,
          `${JSON.stringify(name)} can't name a ${what}`,
          "use letters, digits, dash, underscore, dot and colon",
        ),
      ];

/** HAProxy takes a frontend and a backend of one name, and no other two. */
const namedTwice = ({ listeners, frontends }: Haproxy): readonly Problem[] => {
  const taken = new Map<string, Listener>();
  const problems: Problem[] = [];
  const add = ({ name, path, node }: Section<unknown>, other: Section<unknown>): void => {
    const message = `${name} is ${path[0] === "frontends" ? "a frontend" : "a backend"}, and a listen section, too`;
    const at = other.node.origin;
    problems.push(
      problem("schema/value", node.origin, `${message} (line ${at.line})`, "give one of them another name"),
    );
  };
  for (const one of listeners) {
    const other = taken.get(one.name);
    if (other !== undefined) add(one, other);
    taken.set(one.name, one);
  }
  for (const one of frontends) {
    const other = taken.get(one.name);
    if (other !== undefined && one.path[0] === "frontends" && other.path[0] === "listeners") add(one, other);
  }
  return problems;
};

/** A listen section as its clients see it. */
const clientsSide = (listener: Listener): Frontend => ({
  ...listener,
  own: { ...listener.own, bind: listener.own.bind ?? [] },
  settings: { ...listener.settings, bind: listener.settings.bind ?? [] },
  leadsTo: [listener],
});

/** A frontend with the backends that its keys and raw lines name; one by a name that is made of the request may be any. */
const leading = (
  one: Section<FrontendSection>,
  listeners: readonly Listener[],
  problems: Problem[],
): Frontend => {
  const { use_backend: uses = [], default_backend: byDefault, directives = [] } = one.own;
  const raw = directives.flatMap(
    (line) => /^\s*(?:use_backend|default_backend)\s+(\S+)/.exec(line)?.[1] ?? [],
  );
  const named = [
    ...uses.map((text, index) => ({ name: text.split(/\s/)[0] ?? "", path: ["use_backend", index] })),
    ...(byDefault === undefined ? [] : [{ name: byDefault, path: ["default_backend"] }]),
    ...raw.map((name) => ({ name, path: ["directives"] })),
  ];
  const isMade = (name: string): boolean => name.includes("%[");
  for (const { name, path } of named) {
    if (isMade(name) || listeners.some((other) => other.name === name)) continue;
    const at = nodeAt(one.node, ...path)?.origin ?? one.node.origin;
    const names = listeners.map((other) => other.name);
    const meant = nearest(name, names);
    problems.push(
      problem(
        "schema/reference",
        at,
        `${one.name} leads to ${name}, and there is no backend of that name: HAProxy does not start`,
        meant === undefined ? `write backends.${name}` : `did you mean ${meant}?`,
      ),
    );
  }
  const names = new Set(named.map(({ name }) => name));
  const leadsTo = named.some(({ name }) => isMade(name))
    ? listeners.filter(({ name, path }) => path[0] === "backends" || names.has(name))
    : listeners.filter(({ name }) => names.has(name));
  return { ...one, leadsTo };
};

/** A section as its schema has read it, and where it stands. */
interface Read<Settings> extends Located {
  readonly settings: Settings;
}

/** What a section has of its own, and what comes from the defaults. */
const inheriting = <Own extends ListenerSection | FrontendSection>(
  { settings: own, node: ownNode }: Read<Own>,
  { settings: defaults, node: defaultsNode }: Read<DefaultsSection>,
): Pick<Section<Own>, "own" | "settings" | "node"> => {
  const inherited = mapLike(
    defaultsNode,
    new Map([...defaultsNode.entries].filter(([key]) => INHERITED.has(key))),
  );
  const { directives: _directives, ...taken } = defaults;
  const settings = {
    ...taken,
    ...own,
    timeout: { ...defaults.timeout, ...own.timeout },
    option: { ...defaults.option, ...own.option },
  };
  const node = mergeNodes(inherited, ownNode) as MapNode;
  return { own, settings, node: mapLike(ownNode, node.entries) };
};

/** What a server line removes with null, the others of its listener have. */
const withoutRemoved = (settings: ServerSettings, own: MapNode): ServerSettings =>
  Object.fromEntries(
    Object.entries(settings).filter(([key]) => {
      const over = own.entries.get(key);
      return over === undefined || !isNull(over);
    }),
  );

/** A service listens on one port, on whichever host. */
const portOf = (behind: readonly AppServer[], name: string): number | undefined =>
  behind.flatMap((server) => serviceNamed(server, name)?.port ?? [])[0];

const serverLines = (
  own: ListenerSection,
  node: MapNode,
  behind: readonly AppServer[],
  problems: Problem[],
): ServerLine[] => {
  const name = serviceBehind(own);
  const port = name === undefined ? undefined : portOf(behind, name);
  const settings = port === undefined ? (own.server ?? {}) : { port, ...own.server };
  const shared = mapAt(node, "server");
  const named = Object.keys(own.servers ?? {});
  const names = new Set(named.length === 0 ? [] : behind.map((server) => server.name));
  for (const name of named) {
    if (names.has(name) || own.servers?.[name]?.address !== undefined) continue;
    const close = nearest(name, [...names].slice(0, 1000));
    const fix = close
      ? `did you mean ${close}?`
      : "name hosts of app_servers or backups that this listener serves; or give it an address of its own";
    problems.push(
      problem(
        "schema/reference",
        originOf(node, "servers", name),
        `${name} is not a server of this listener`,
        fix,
      ),
    );
  }
  const lines = behind.map((server) => {
    const service = serviceNamed(server, name);
    const differs = own.servers?.[server.name];
    if (!differs) return { server, role: server.role, service, settings, node: shared };
    const differing = mapAt(node, "servers", server.name);
    const merged: Node = mergeNodes(shared, differing);
    const { backup, address, ...more } = differs;
    if (address !== undefined) problems.push(addressed(server, originOf(differing, "address")));
    return {
      server,
      role: backup === undefined ? server.role : backup ? ("backup" as const) : ("active" as const),
      service,
      settings: { ...withoutRemoved(settings, differing), ...more },
      node: merged as MapNode,
    };
  });
  const others = named.flatMap((name): ServerLine[] => {
    const { backup, address, ...more } = own.servers?.[name] ?? {};
    if (names.has(name) || address === undefined) return [];
    const differing = mapAt(node, "servers", name);
    const role = backup === true ? "backup" : "active";
    const [host, port] = addressOf(address);
    return [
      {
        server: elsewhere(name, { role, address: host, node: differing }),
        role,
        service: undefined,
        elsewhere: true,
        settings: {
          ...withoutRemoved(settings, differing),
          ...(port === undefined ? {} : { port }),
          ...more,
        },
        node: mergeNodes(shared, differing) as MapNode,
      },
    ];
  });
  const all = [...lines, ...others];
  const portless = all.find((line) => line.settings.check && line.settings.port === undefined);
  if (portless) {
    const at = originOf(portless.node, "check");
    const message = `${portless.server.name} is checked, but its server line has no port to check`;
    problems.push(
      problem("schema/required", at, message, "set port beside check; HAProxy refuses to start without"),
    );
  }
  return all;
};

const addressed = ({ name }: AppServer, at: Problem["at"]): Problem =>
  problem(
    "schema/value",
    at,
    `${name} has an address here, and is a host of this inventory`,
    "write its address under the host; a line elsewhere needs a name that no host has",
  );

/** What stands behind the last colon is the port, but for an address of IPv6 without brackets. */
const addressOf = (text: string): readonly [host: string, port: number | undefined] => {
  const [, host, port] = /^(\[.*\]|[^:]*):(\d+)$/.exec(text) ?? [];
  return host === undefined ? [text, undefined] : [host, Number(port)];
};

/** Whom a line leads to that is no host of the fleet: nothing is known of it but its address. */
const elsewhere = (
  name: string,
  { role, address, node }: Pick<AppServer, "role" | "address" | "node">,
): AppServer => ({
  name,
  role,
  address,
  node,
  memory: undefined,
  baseMemory: undefined,
  reserveMemory: 0,
  services: [],
  parts: {},
  limits: defaultLimits({ node }),
});
