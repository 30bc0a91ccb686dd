import { compareHosts } from "./hosts.js";
import { isDigit } from "./marks.js";
import { showCount } from "./units.js";

/** Ranges named before the rest is only counted: what the eye takes in at once. */
const MAX_RANGES = 6;

interface Numbered {
  readonly prefix: string;
  readonly suffix: string;
  readonly digits: string[];
}

interface FoldedRange {
  readonly text: string;
  readonly hosts: number;
}

/**
 * Host names as ranges, in the order people count: `app1-2, app7`, with zeros kept (`proxy01-06`). Where a dash could be
 * misread, ranges are in brackets, as inventories write them: `web-[1-3]`, `app[1-4].example.org`. Past `most` ranges
 * the remaining hosts are counted: `app1, app3 and 98 more`.
 */
export const foldHosts = (hosts: readonly string[], most = MAX_RANGES): string => {
  const ranges = rangesOf(hosts);
  const named = ranges.slice(0, most);
  const unnamed = ranges.slice(most).reduce((sum, range) => sum + range.hosts, 0);
  const list = named.map((range) => range.text).join(", ");
  if (unnamed === 0) return list;
  const more = `${showCount(unnamed)} more`;
  return list === "" ? `${showCount(unnamed)} hosts` : `${list} and ${more}`;
};

const rangesOf = (hosts: readonly string[]): readonly FoldedRange[] => {
  const plain: Numbered[] = [];
  const groups = new Map<string, Numbered>();
  let ambiguous = false;
  for (const host of new Set(hosts)) {
    ambiguous ||= /\d-\d+$/.test(host);
    const { prefix, digits, suffix } = splitHost(host);
    if (digits === "") {
      plain.push({ prefix, suffix, digits: [] });
      continue;
    }
    const key = `${prefix}\n${suffix}`;
    const group = groups.get(key);
    if (group) group.digits.push(digits);
    else groups.set(key, { prefix, suffix, digits: [digits] });
  }
  return [...plain, ...groups.values()].sort(byName).flatMap((group) => rangesOfGroup(group, ambiguous));
};

const byName = (a: Numbered, b: Numbered): number =>
  compareHosts(a.prefix, b.prefix) ||
  compareHosts(a.suffix, b.suffix) ||
  a.digits.length - b.digits.length ||
  (a.prefix + a.suffix < b.prefix + b.suffix ? -1 : 1);

const rangesOfGroup = ({ prefix, suffix, digits }: Numbered, ambiguous: boolean): readonly FoldedRange[] => {
  if (digits.length === 0) return [{ text: prefix, hosts: 1 }];
  const bracketed = ambiguous || suffix !== "" || prefix.endsWith("-");
  const sorted = digits.sort((a, b) => Number(a) - Number(b) || a.length - b.length);
  const ranges: FoldedRange[] = [];
  let first = "";
  let last = "";
  let count = 0;
  const close = () => {
    if (count === 0) return;
    const range = count === 1 ? first : bracketed ? `[${first}-${last}]` : `${first}-${last}`;
    ranges.push({ text: prefix + range + suffix, hosts: count });
  };
  for (const number of sorted) {
    if (count > 0 && number === String(Number(last) + 1).padStart(last.length, "0")) {
      count++;
    } else {
      close();
      first = number;
      count = 1;
    }
    last = number;
  }
  close();
  return ranges;
};

/** The number that counts hosts is the last one of the first label: the 4 of `rack2-app4.dc1.example.org`. */
const splitHost = (host: string): { prefix: string; digits: string; suffix: string } => {
  const dot = host.indexOf(".");
  let end = dot === -1 ? host.length : dot;
  while (end > 0 && !isDigit(host.charCodeAt(end - 1))) end--;
  let start = end;
  while (start > 0 && isDigit(host.charCodeAt(start - 1))) start--;
  // Longer numbers are serials, and would not survive arithmetic.
  if (end === start || end - start > 15) return { prefix: host, digits: "", suffix: "" };
  return { prefix: host.slice(0, start), digits: host.slice(start, end), suffix: host.slice(end) };
};
