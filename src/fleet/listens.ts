import { defaultIn } from "../haproxy/defaults.js";
import { originOf } from "../yaml/node.js";
import type { OnProxy } from "./connections.js";
import { processMaxconn } from "./connections.js";
import { socketsOfBind } from "./descriptors.js";
import type { AppServer, Frontend, Haproxy } from "./fleet.js";
import { sectionWord } from "./listeners.js";
import type { Listen } from "./runtime.js";

/** What the daemons of an app server ask for. */
export const listensOnAppServer = (server: AppServer): readonly Listen[] =>
  distinct(
    server.services.flatMap(({ behind, runtime }) =>
      [...behind, ...runtime.stages(server)].map(({ listen }) => listen),
    ),
  );

/** Services behind one Apache have its queue in common. */
const distinct = (listens: readonly Listen[]): readonly Listen[] => [
  ...new Map(listens.map((listen) => [`${listen.what} ${listen.at.path}`, listen])).values(),
];

/** What HAProxy asks for: the listener's backlog, its maxconn, or the default: since 2.0 the process's maxconn. */
export const listenOfListener = (
  haproxy: Haproxy,
  frontend: Frontend,
  nofile: number | undefined,
): Listen | undefined => {
  const { backlog, maxconn } = frontend.settings;
  const key = backlog === undefined ? "maxconn" : "backlog";
  const common = { what: `${sectionWord(frontend)} ${frontend.name} (${key})`, family: "tcp" as const };
  const at = originOf(frontend.node, "backlog");
  if (backlog !== undefined) return { ...common, backlog, at, set: true };
  // Whoever cuts maxconn to a backlog that the kernel grants has as few connections, where backlog was meant.
  if (maxconn !== undefined) return { ...common, backlog: maxconn, at, set: true, instead: "backlog" };
  const byDefault = defaultIn(haproxy.version, "maxconn") ?? processMaxconn(haproxy, nofile)?.value;
  return byDefault === undefined ? undefined : { ...common, backlog: byDefault, at, set: false };
};

/** Connections that wait in the kernel for HAProxy to accept them: what it asks for, cut by net.core.somaxconn. */
export const acceptQueue = ({ haproxy, frontend, proxy }: OnProxy): number => {
  const asked = listenOfListener(haproxy, frontend, proxy.nofile);
  const each = Math.min(asked?.backlog ?? Number.POSITIVE_INFINITY, proxy.limits.somaxconn.value);
  return each * socketsOfBind(haproxy);
};
