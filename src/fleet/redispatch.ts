import { defaultIn } from "../haproxy/defaults.js";
import { readLine } from "../haproxy/keywords/read.js";
import { wordsOf } from "../haproxy/words-of.js";
import type { ConfiguredListener } from "./listeners.js";
import { retries } from "./timeouts.js";

/**
 * The failed tries after which a request may go to another server, and again after as many: the last retry, or the
 * interval given (manual 4.2 option redispatch; test/daemons/facts/redispatch-interval.test.ts). Undefined is never.
 */
export const redispatchInterval = ({ haproxy, listener }: ConfiguredListener): number | undefined => {
  const { defaults, version } = haproxy;
  const { own } = listener;
  // Raw lines stand behind the keys of their section, and the last line counts.
  const set =
    rawRedispatch(own.directives) ??
    own.option?.redispatch ??
    rawRedispatch(defaults.directives) ??
    defaults.option?.redispatch ??
    false;
  if (set === false) return undefined;
  return set === true || !defaultIn(version, "redispatchInterval") ? retries(listener) : set;
};

/** What the last of these lines says; one that mmconf can't read is on. */
const rawRedispatch = (lines: readonly string[] = []): boolean | number | undefined =>
  lines
    .map((line) => readLine("proxy", wordsOf(line)))
    .filter((read) => read?.name === "option redispatch")
    .map((read) => (read?.value ?? true) as boolean | number)
    .at(-1);
