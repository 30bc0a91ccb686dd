import { isDigit } from "./marks.js";
import { showCount } from "./units.js";

/** All that the ranges of an inventory may stand for; more is a slip of the pen, or meant to fill the memory. */
export const MAX_HOSTS = 250_000;
/** RFC 1035, 3.1: 255 octets, two of them not of the name as it is written. */
const LONGEST_NAME = 253;
const TOO_LONG = `is not a host name: one has ${LONGEST_NAME} characters at most`;

export type Expanded =
  | { readonly ok: true; readonly hosts: readonly string[] }
  | { readonly ok: false; readonly reason: string };

const fail = (reason: string): Expanded => ({ ok: false, reason });

/** True for the name of a single host. */
export const isHost = (name: string): boolean =>
  name.length <= LONGEST_NAME && /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name);

/**
 * The hosts that a name with ranges stands for, `most` of them at most, in the order written: `app[1-4,7]` is app1,
 * app2, app3, app4 and app7; `proxy[01-03]` keeps its zeros; `r[1-2]n[1-2]` is every pairing.
 */
export const expandHosts = (name: string, most = MAX_HOSTS): Expanded => {
  if (isHost(name)) return { ok: true, hosts: [name] };
  let hosts: string[] = [""];
  let rest = name;
  let length = 0;
  while (rest !== "") {
    const open = rest.indexOf("[");
    const literal = open === -1 ? rest : rest.slice(0, open);
    if (literal.includes("]")) return fail(`${name} closes a bracket that it does not open`);
    if (literal !== "" && !/^[A-Za-z0-9._-]+$/.test(literal)) {
      return fail(`${name} is not a host name: use letters, digits, dot, dash and underscore`);
    }
    length += literal.length;
    if (length > LONGEST_NAME) return fail(`${name} ${TOO_LONG}`);
    hosts = hosts.map((host) => host + literal);
    if (open === -1) break;
    const close = rest.indexOf("]", open);
    if (close === -1) return fail(`${name} opens a bracket that it does not close`);
    const numbers = expandNumbers(rest.slice(open + 1, close), hosts.length, most);
    if (!numbers.ok) return fail(`${name}: ${numbers.reason}`);
    hosts = hosts.flatMap((host) => numbers.hosts.map((number) => host + number));
    rest = rest.slice(close + 1);
  }
  if (!/^[A-Za-z0-9]/.test(name))
    return fail(
      `${name === "" ? "an empty name" : name} is not a host name: it must begin with a letter or a digit`,
    );
  if (hosts.some((host) => host.length > LONGEST_NAME)) return fail(`${name} ${TOO_LONG}`);
  const twice = firstTwice(hosts);
  if (twice !== undefined) return fail(`${name} names ${twice} twice`);
  return { ok: true, hosts };
};

const expandNumbers = (body: string, times: number, most: number): Expanded => {
  const numbers: string[] = [];
  for (const part of body.split(",")) {
    const match = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(part);
    if (!match?.[1]) return fail(`[${body}] is not a range of numbers such as [1-4,7]`);
    const first = match[1];
    const from = Number(first);
    const to = Number(match[2] ?? first);
    if (to < from) return fail(`[${body}] runs backwards from ${from} to ${to}`);
    if ((to - from + 1 + numbers.length) * times > most) {
      return fail(`[${body}] means more than ${showCount(most)} hosts`);
    }
    for (let n = from; n <= to; n++) numbers.push(String(n).padStart(first.length, "0"));
  }
  return { ok: true, hosts: numbers };
};

const firstTwice = (hosts: readonly string[]): string | undefined => {
  const seen = new Set<string>();
  return hosts.find((host) => seen.size === seen.add(host).size);
};

/** Order in which people count: app2 before app10, and app before bapp. A run of digits is a number. */
export const compareHosts = (a: string, b: string): number => {
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  if (at === a.length && at === b.length) return 0;
  let run = at;
  while (run > 0 && isDigit(a.charCodeAt(run - 1))) run--;
  const left = isDigit(a.charCodeAt(at));
  const right = isDigit(b.charCodeAt(at));
  if (run < at ? left || right : left && right) return compareNumbers(numberAt(a, run), numberAt(b, run));
  return rankOf(a, at) - rankOf(b, at);
};

/** The run of digits that begins at `from`. */
const numberAt = (text: string, from: number): string => {
  let end = from;
  while (isDigit(text.charCodeAt(end))) end++;
  return text.slice(from, end);
};

/** A name that ends comes first, then one that goes on with a number. */
const rankOf = (text: string, at: number): number => {
  const code = text.charCodeAt(at);
  if (Number.isNaN(code)) return -2;
  return isDigit(code) && at > 0 ? -1 : code;
};

/** Of two that are not the same to the letter; 01 comes before 1. */
const compareNumbers = (a: string, b: string): number => Number(a) - Number(b) || (a < b ? -1 : 1);
