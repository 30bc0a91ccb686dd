import type { TextOptions } from "../report/findings/text.js";
import { formatText } from "../report/findings/text.js";
import type { Finding } from "../rules/finding.js";
import { Failure } from "../text/failure.js";

/** What stands in the way of reading an inventory, and the files that it quotes. */
interface InTheWay {
  readonly environments: readonly string[];
  readonly findings: readonly Finding[];
  readonly sources: ReadonlyMap<string, string>;
}

/** A failure that lists everything in the way of an inventory, as validate does. */
export const unreadable = (
  name: string,
  inTheWay: InTheWay,
  page: TextOptions = { color: false, columns: 100 },
): Failure => new Failure(`${name} can't be read`, formatText({ ...inTheWay, rules: [] }, page));
