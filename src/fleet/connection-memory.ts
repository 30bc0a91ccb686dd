import type { Bytes } from "../text/units.js";
import type { Haproxy } from "./fleet.js";

/** tune.bufsize by default, and what a connection has besides its two buffers (manual 4.2 maxconn: 33 kB in all). */
const BUFSIZE: Bytes = 16_384;
const BESIDES: Bytes = 1024;

/** Memory of one connection, with data on its way in both directions. */
export const connectionMemory = ({ global }: Haproxy): Bytes =>
  2 * bufsize(global.directives ?? []) + BESIDES;

const bufsize = (lines: readonly string[]): Bytes => {
  const set = lines
    .map((line) => /^\s*tune\.bufsize\s+(\d+)/.exec(line)?.[1])
    .findLast((size) => size !== undefined);
  return set === undefined ? BUFSIZE : Number(set);
};
