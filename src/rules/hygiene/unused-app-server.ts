import type { AppServer, Fleet } from "../../fleet/fleet.js";
import { proxyGroups } from "../../fleet/proxy-groups.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const unusedAppServer = defineRule({
  slug: "hygiene/unused-app-server",
  severity: "warning",
  title: "Every app server and backup is behind a listener.",
  why: "A host that no listener sends to is paid for and counted on, but serves nothing. That shows when the others are down.",
  how: "The hosts of app_servers and backups, minus those with a server line on some proxy.",
  fix: "Add the host to a listener's hosts, or remove it from the inventory.",
  source: ["HAProxy configuration manual 4.2 server"],
  run: (fleet) => {
    const used = new Set(linesOf(fleet).map(({ server }) => server));
    const unused = fleet.appServers.filter((server) => !used.has(server));
    return unused.length === 0 ? [pass] : byPlace(unused).map(judge);
  },
});

const linesOf = (fleet: Fleet) =>
  proxyGroups(fleet).flatMap(({ haproxy }) => haproxy.listeners.flatMap(({ lines }) => lines));

/** Hosts written as one range are one finding. */
const byPlace = (servers: readonly AppServer[]): readonly (readonly AppServer[])[] => {
  const places = new Map<string, AppServer[]>();
  for (const server of servers) {
    const { file, line, column } = server.node.origin;
    const place = `${file}:${line}:${column}`;
    const known = places.get(place);
    if (known) known.push(server);
    else places.set(place, [server]);
  }
  return [...places.values()];
};

const judge = (servers: readonly AppServer[]): RuleResult => {
  const [first] = servers;
  const name = first?.name ?? "";
  const others = servers.length - 1;
  return fault({
    subject: name,
    hosts: servers.map((server) => server.name),
    at: first?.node.origin ?? { file: "", line: 1, column: 1, endColumn: 1, path: "" },
    message: `no listener sends to ${name}${others === 0 ? "" : ` and ${others} more`}`,
    why: `${first?.role === "backup" ? "a backup" : "an app server"} in no listener's hosts has no server line`,
    fix: `add ${name} to the hosts of a listener, or remove it`,
    figures: { unused: servers.length },
  });
};
