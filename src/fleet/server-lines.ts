import { originOf } from "../yaml/node.js";
import type { Origin } from "../yaml/place.js";
import type { AppServer, Listener, ServerLine } from "./fleet.js";
import { memo } from "./memo.js";

export const activeLines = memo((listener: Listener): readonly ServerLine[] =>
  listener.lines.filter(({ role }) => role === "active"),
);

export const backupLines = memo((listener: Listener): readonly ServerLine[] =>
  listener.lines.filter(({ role }) => role === "backup"),
);

/** The lines to the app servers of one role. */
export const linesOf = (listener: Listener, role: AppServer["role"]): readonly ServerLine[] =>
  role === "active" ? activeLines(listener) : backupLines(listener);

/** The line's effective maxconn, or null if nothing limits it: 0 is no limit, and a larger minconn silently overrides it (2.6.12 measured; cfgparse.c). */
export const lineMaxconn = ({ line: { settings } }: { readonly line: ServerLine }): number | null =>
  Math.max(settings.maxconn ?? 0, settings.minconn ?? 0) || null;

/** Where a server line's setting was written; where it was not, the `server` map of its listener, which sets it for all lines. */
export const lineOrigin = (
  { listener, line }: { readonly listener: Listener; readonly line: ServerLine },
  key: string,
): Origin => line.node.entries.get(key)?.origin ?? originOf(listener.node, "server", key);

/** Server lines of one role and with the same settings: a listener of thousands has a handful. */
export interface LineGroup {
  readonly sample: ServerLine;
  readonly count: number;
}

export const lineGroups = memo(({ lines }: Listener): readonly LineGroup[] => {
  const spelled = new Map<object, string>();
  const groups = new Map<string, { sample: ServerLine; count: number }>();
  for (const line of lines) {
    const text = spelled.get(line.settings) ?? JSON.stringify(line.settings);
    spelled.set(line.settings, text);
    const key = `${line.role} ${text}`;
    const group = groups.get(key);
    if (group) group.count++;
    else groups.set(key, { sample: line, count: 1 });
  }
  return [...groups.values()];
});

/** `app1`, or `app1 and 4 more`. */
export const namesOf = ({ sample, count }: LineGroup): string =>
  count === 1 ? sample.server.name : `${sample.server.name} and ${count - 1} more`;
