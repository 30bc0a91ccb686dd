import { standingIn } from "../haproxy/keywords/keyword.js";
import { PROXY } from "../haproxy/keywords/proxy.js";
import type { DefaultsSection, HaproxySection, ListenerSection, ServerSettings } from "../haproxy/schema.js";
import type { HaproxyVersion } from "../haproxy/version.js";
import { compareHosts } from "../text/hosts.js";
import { nearest } from "../text/nearest.js";
import type { MapNode, Node } from "../yaml/node.js";
import { isNull, mapAt, mapLike, mergeNodes, originOf } from "../yaml/node.js";
import type { Problem } from "../yaml/problem.js";
import { problem } from "../yaml/problem.js";
import type { AppServer, Haproxy, Listener, ServerLine } from "./fleet.js";
import type { Located } from "./host.js";
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
  const defaults = { settings: section.defaults ?? {}, node: mapAt(node, "defaults") };
  const listeners = Object.entries(section.listeners)
    .sort(([a], [b]) => compareHosts(a, b))
    .map(([name, own]) => {
      const ownNode = mapAt(node, "listeners", name);
      if (!/^[A-Za-z0-9_.:-]+$/.test(name)) {
        const message = `${JSON.stringify(name)} can't name a listen section`;
        problems.push(
          problem(
            "schema/value",
            ownNode.origin,
            message,
            "use letters, digits, dash, underscore, dot and colon",
          ),
        );
      }
      return resolveListener(name, { settings: own, node: ownNode }, defaults, {
        version: section.version,
        servers,
        problems,
      });
    });
  const haproxy: Haproxy = {
    version: section.version,
    global: section.global ?? {},
    defaults: defaults.settings,
    listeners,
    node,
  };
  return { haproxy, problems };
};

/** A section as its schema has read it, and where it stands. */
interface Section<Settings> extends Located {
  readonly settings: Settings;
}

const resolveListener = (
  name: string,
  { settings: own, node: ownNode }: Section<ListenerSection>,
  { settings: defaults, node: defaultsNode }: Section<DefaultsSection>,
  {
    version,
    servers,
    problems,
  }: {
    readonly version: HaproxyVersion;
    readonly servers: ServersBehind;
    readonly problems: Problem[];
  },
): Listener => {
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
  const behind = servers.of(own, ownNode, problems);
  const node = mergeNodes(inherited, ownNode) as MapNode;
  return {
    name,
    version,
    own,
    settings,
    node: mapLike(ownNode, node.entries),
    lines: serverLines(own, ownNode, behind, problems),
  };
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
    if (names.has(name)) continue;
    const close = nearest(name, [...names].slice(0, 1000));
    const fix = close
      ? `did you mean ${close}?`
      : "name hosts of app_servers or backups that this listener serves";
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
    if (!differs) return { server, service, settings, node: shared };
    const differing = mapAt(node, "servers", server.name);
    const merged: Node = mergeNodes(shared, differing);
    return {
      server,
      service,
      settings: { ...withoutRemoved(settings, differing), ...differs },
      node: merged as MapNode,
    };
  });
  const portless = lines.find((line) => line.settings.check && line.settings.port === undefined);
  if (portless) {
    const at = originOf(portless.node, "check");
    const message = `${portless.server.name} is checked, but its server line has no port to check`;
    problems.push(
      problem("schema/required", at, message, "set port beside check; HAProxy refuses to start without"),
    );
  }
  return lines;
};
