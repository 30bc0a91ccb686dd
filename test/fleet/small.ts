import type { AppServer, Fleet, Frontend, Proxy, Service } from "../../src/fleet/fleet.js";
import type { PlacedListener } from "../../src/fleet/listeners.js";
import { everyFrontend, everyListener } from "../../src/fleet/listeners.js";
import { loadOnBase, problemsOf } from "../inventory/from-text.js";

/** The small tier that every rule accepts, with `text` on top. */
export const small = (text = ""): Fleet => {
  const loaded = loadOnBase(text);
  if (!loaded.ok) throw new Error(problemsOf(loaded).join("\n"));
  return loaded.fleet;
};

const first = <T>(things: readonly T[]): T => {
  const [thing] = things;
  if (thing === undefined) throw new Error("there is none");
  return thing;
};

export const proxyOf = (fleet: Fleet): Proxy => first(fleet.proxies);
export const placedOf = (fleet: Fleet): PlacedListener => first(everyListener(fleet));
export const frontendOf = (fleet: Fleet): Frontend => first(everyFrontend(fleet)).frontend;
export const serverOf = (fleet: Fleet): AppServer => first(fleet.appServers);
export const serviceOf = (fleet: Fleet): Service =>
  first(fleet.appServers.flatMap(({ services }) => services));
/** Settings of the listener mirror-lists. */
export const listener = (settings: string): string =>
  `haproxy: { listeners: { mirror-lists: { ${settings} } } }`;
