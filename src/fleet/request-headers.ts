import { readLine } from "../haproxy/keywords/read.js";
import { wordsOf } from "../haproxy/words-of.js";
import type { ConfiguredListener } from "./listeners.js";
import { rawLines } from "./listeners.js";

/** Headers that clients send on their own (RFC 9110, RFC 6265). */
const FROM_CLIENTS = new Set([
  "accept",
  "accept-encoding",
  "accept-language",
  "authorization",
  "cookie",
  "host",
  "referer",
  "user-agent",
]);

const SETS =
  /^(?:http-request\s+(?:set|add|replace)-header|reqi?(?:add|rep)|option\s+(?:forwardfor|originalto|forwarded)|unique-id-header)\b/;

/** Whether requests have a header by the time they are balanced: clients send it, or the listener sets it. */
export const hasHeader = (placed: ConfiguredListener, header: string): boolean => {
  const name = header.toLowerCase();
  if (FROM_CLIENTS.has(name)) return true;
  const forwardfor = placed.listener.settings.option.forwardfor ?? rawForwardedFor(placed);
  if (
    forwardfor &&
    name === (/\bheader (\S+)/.exec(String(forwardfor))?.[1] ?? "X-Forwarded-For").toLowerCase()
  )
    return true;
  return rawLines(placed).some((line) => SETS.test(line) && line.toLowerCase().includes(name));
};

const rawForwardedFor = (placed: ConfiguredListener): unknown =>
  rawLines(placed)
    .map((line) => readLine("proxy", wordsOf(line)))
    .findLast((read) => read?.name === "option forwardfor")?.value;
