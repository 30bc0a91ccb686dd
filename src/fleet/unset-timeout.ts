import type { TimeoutName, TimeoutSettings } from "../haproxy/schema.js";
import { mapAt, originOf } from "../yaml/node.js";
import type { Origin } from "../yaml/place.js";
import type { Frontend, Listener } from "./fleet.js";
import { says } from "./listeners.js";
import type { ProxyGroup } from "./proxy-groups.js";

/** The listeners of one configuration that have no timeout of a name, and the place that would set it for them. */
export interface UnsetTimeout {
  readonly listeners: readonly (Listener | Frontend)[];
  readonly at: Origin;
  /** `fp-wiki`, `fp-wiki and 2 more listeners`. */
  readonly names: string;
}

/** Undefined where every one of `among` has the timeout. */
export const unsetTimeout = (
  { haproxy }: ProxyGroup,
  name: TimeoutName,
  among: readonly (Listener | Frontend)[],
): UnsetTimeout | undefined => {
  const written = new RegExp(`^timeout\\s+${name}\\s`);
  const listeners = among.filter(
    (listener) =>
      !(listener.settings.timeout as TimeoutSettings)[name] && !says({ haproxy, listener }, written),
  );
  const [first, ...more] = listeners;
  if (first === undefined) return undefined;
  const node = more.length === 0 ? first.node : mapAt(haproxy.node, "defaults");
  const names =
    more.length === 0
      ? first.name
      : `${first.name} and ${more.length} more ${more.length === 1 ? "listener" : "listeners"}`;
  return { listeners, at: originOf(node, "timeout", name), names };
};
