import { createServer } from "node:net";
import { userInfo } from "node:os";
import type { Fleet } from "../../src/fleet/fleet.js";
import { takesSlots } from "../../src/fleet/service.js";
import { SERVICE } from "../../src/inventory/format-1.js";
import type { Target } from "./load.js";

/** Where each host of a fleet is on this machine's loopback, and the overrides that put it there. */
export interface Places {
  /** By the number of the proxy in the fleet. */
  readonly proxies: readonly Target[];
  readonly apps: ReadonlyMap<string, Target>;
  readonly sets: readonly string[];
}

/** All of 127.0.0.0/8 is this machine: each host has an address of its own, and the port is the same for all. */
export const placesOf = async (fleet: Fleet): Promise<Places> => {
  const listener = listenerOf(fleet);
  const [front, back] = [await freePort(), await freePort()];
  const proxies = fleet.proxies.map((_, index) => ({ host: `127.77.1.${index + 1}`, port: front }));
  const apps = new Map(
    fleet.appServers.map(({ name }, index) => [name, { host: `127.77.2.${index + 1}`, port: back }] as const),
  );
  const section = { active: "app_servers", backup: "backups" } as const;
  return {
    proxies,
    apps,
    sets: [
      ...fleet.proxies.map(
        ({ name }, index) =>
          `proxies.${name}.haproxy.listeners.${listener}.bind=${proxies[index]?.host}:${front}`,
      ),
      ...fleet.appServers.map(
        ({ name, role }) => `${section[role]}.${name}.address=${apps.get(name)?.host ?? ""}`,
      ),
      `haproxy.listeners.${listener}.server.port=${back}`,
    ],
  };
};

/** The one listener that the lab sends to: another would take slots that nothing measures. */
const listenerOf = ({ proxies, environment }: Fleet): string => {
  const names = new Set(proxies.flatMap(({ haproxy }) => haproxy.listeners.map(({ name }) => name)));
  const slots = proxies.every(({ haproxy }) => haproxy.listeners.slice(0, 1).some(takesSlots));
  const [name] = names;
  if (name === undefined || names.size > 1 || !slots)
    throw new Error(`${environment} is not for the lab: it needs one listener, with slots: ${SERVICE}`);
  return name;
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });

/** Debian's user for web servers; a daemon that is not started by root stays who it is. */
export const webUser = (): string => (userInfo().uid === 0 ? "www-data" : userInfo().username);
