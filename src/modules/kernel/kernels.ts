import type { AppServer, Fleet, Proxy } from "../../fleet/fleet.js";
import type { Limits, Part } from "../../fleet/host.js";
import type { HostGroup } from "../../fleet/host-groups.js";
import { hostGroups } from "../../fleet/host-groups.js";
import { listenOfListener, listensOnAppServer } from "../../fleet/listens.js";
import type { ProxyKind } from "../../fleet/proxy-kinds.js";
import { proxyKinds } from "../../fleet/proxy-kinds.js";
import type { Listen } from "../../fleet/runtime.js";
import type { Candidate, Settings } from "../../moves/candidate.js";
import { onProxies, onServers } from "../../moves/candidate.js";
import type { KernelSection } from "./schema.js";
import { kernelOf } from "./section.js";

type Kernel = Part<KernelSection>;

/** The hosts that share one set of kernel parameters. */
export interface KernelGroup {
  readonly kernel: Kernel;
  readonly limits: Limits;
  readonly proxies: readonly ProxyKind[];
  readonly servers: readonly HostGroup[];
  readonly hosts: readonly string[];
}

export const kernelGroups = (fleet: Fleet): readonly KernelGroup[] => {
  const groups = new Map<
    string,
    { kernel: Kernel; limits: Limits; proxies: ProxyKind[]; servers: HostGroup[] }
  >();
  const groupOf = (host: Proxy | AppServer) => {
    const kernel = kernelOf(host);
    const { file, line, column } = kernel.node.origin;
    const key = JSON.stringify([file, line, column, kernel.settings]);
    const group = groups.get(key) ?? { kernel, limits: host.limits, proxies: [], servers: [] };
    groups.set(key, group);
    return group;
  };
  for (const kind of proxyKinds(fleet)) groupOf(kind.sample).proxies.push(kind);
  for (const group of hostGroups(fleet)) groupOf(group.sample).servers.push(group);
  return [...groups.values()].map((group) => ({
    ...group,
    hosts: [...group.proxies, ...group.servers].flatMap(({ hosts }) => hosts),
  }));
};

/** Every backlog that a daemon on these hosts asks for; HAProxy's too where it follows from the process's maxconn. */
export const listensOn = ({ proxies, servers }: KernelGroup): readonly Listen[] => [
  ...servers.flatMap(({ sample }) => listensOnAppServer(sample)),
  ...proxies.flatMap(({ sample, haproxy }) =>
    haproxy.frontends.flatMap((listener) => listenOfListener(haproxy, listener, sample.nofile) ?? []),
  ),
];

/** The one that asks for most; of equals, one that is set rather than a default. */
export const largestListen = (listens: readonly Listen[]): Listen | undefined =>
  listens.reduce<Listen | undefined>(
    (most, other) =>
      most === undefined ||
      other.backlog > most.backlog ||
      (other.backlog === most.backlog && other.set && !most.set)
        ? other
        : most,
    undefined,
  );

/** Parameters of all hosts of a group. */
export const inKernel = ({ proxies, servers }: KernelGroup, settings: Settings): Candidate => [
  ...proxies.flatMap((kind) => onProxies(kind, { kernel: settings })),
  ...servers.flatMap((group) => onServers(group, { kernel: settings })),
];
