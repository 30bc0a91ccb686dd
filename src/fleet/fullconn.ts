import { defaultIn } from "../haproxy/defaults.js";
import { formatVersion } from "../haproxy/version.js";
import type { Effective } from "../schema/effective.js";
import { originOf } from "../yaml/node.js";
import type { ConfiguredListener } from "./listeners.js";

/** Connections that a listener takes at once: its maxconn, or what the version has in its place; null where that is RLIMIT_NOFILE's to say. */
const listenerMaxconn = ({ haproxy, listener }: ConfiguredListener): number | null =>
  listener.settings.maxconn ?? defaultIn(haproxy.version, "maxconn") ?? haproxy.global.maxconn ?? null;

/** The load at which servers reach maxconn; null where it follows from a maxconn that is not given. Manual 4.2 fullconn. */
export const fullconn = (placed: ConfiguredListener): Effective<number | null> => {
  const { haproxy, listener } = placed;
  const origin = originOf(listener.node, "fullconn");
  const set = listener.settings.fullconn;
  if (set !== undefined) return { value: set, because: "set", origin };
  const share = defaultIn(haproxy.version, "fullconn");
  if (share === 0)
    return { value: 0, because: `HAProxy ${formatVersion(haproxy.version)} has no default`, origin };
  const most = listenerMaxconn(placed);
  const value = most === null ? null : Math.ceil(most * share);
  return { value, because: `${share * 100} % of the listener's maxconn ${most ?? "(not given)"}`, origin };
};
