import { worstStorm } from "../fleet/capacity.js";
import type { Fleet, Listener, ServerLine } from "../fleet/fleet.js";
import { everySlotListener } from "../fleet/listeners.js";
import { detectionTime, fittingInter, inter, tolerableChange, withInter } from "../fleet/timeouts.js";
import type { Move } from "../moves/move.js";
import type { Milliseconds } from "../text/units.js";
import { formatDuration, showSeconds } from "../text/units.js";
import { nodeAt } from "../yaml/node.js";
import { spreadOnListeners } from "./listeners.js";

/** inter of the lines on which a hung server is detected too late. */
export const moveInter = (fleet: Fleet): readonly Move[] => {
  const storm = worstStorm(fleet);
  if (storm === undefined) return [];
  const tolerable = tolerableChange(storm);
  const placed = everySlotListener(fleet);
  const late = placed.flatMap(({ listener }) =>
    listener.lines.filter(
      (line) => line.settings.check === true && detectionTime(listener, line) > tolerable,
    ),
  );
  const names = new Set(late.map(({ server }) => server.name));
  return [...names].flatMap((name) => {
    const having = placed.filter(({ listener }) => lineOf(listener, name, tolerable) !== undefined);
    const own = having.some(({ listener }) => nodeAt(listener.node, "servers", name, "inter") !== undefined);
    return spreadOnListeners(
      fleet,
      having,
      own ? ["servers", name, "inter"] : ["server", "inter"],
      (some) => {
        const found = lineOf(some.listener, name, tolerable);
        return {
          value: found === undefined ? null : formatDuration(found.fits),
          because:
            found === undefined
              ? ""
              : `every ${showSeconds(inter(found.line).value)}, a hung server is detected within ${showSeconds(detectionTime(some.listener, found.line))} at worst; every ${showSeconds(found.fits)}, within ${showSeconds(detectionTime(some.listener, withInter(found.line, found.fits)))}`,
        };
      },
    );
  });
};

/** The line of a server that is noticed too late, and the longest inter in whole seconds with which it is not. */
const lineOf = (
  listener: Listener,
  name: string,
  tolerable: Milliseconds,
): { readonly line: ServerLine; readonly fits: Milliseconds } | undefined => {
  const line = listener.lines.find(({ server }) => server.name === name);
  if (line === undefined || detectionTime(listener, line) <= tolerable) return undefined;
  const fits = fittingInter(listener, line, tolerable);
  return fits === undefined ? undefined : { line, fits };
};
