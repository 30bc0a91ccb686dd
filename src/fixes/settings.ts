import type { Move, MoveValue } from "../moves/move.js";
import { parseInventory } from "../yaml/parse.js";

/** Moves as `--set` takes them; hosts that are to have the same stand in a range. */
export const settingsOf = (moves: readonly Move[]): readonly string[] => {
  const shared = new Map<string, { readonly move: Move; readonly hosts: string[] }>();
  for (const move of moves) {
    const [section = "", host = "", ...keys] = move.path;
    const own = HOST_SECTIONS.has(section);
    const known = shared.get(JSON.stringify(own ? [section, keys, move.value] : move.path));
    if (known !== undefined && own) known.hosts.push(host);
    else
      shared.set(JSON.stringify(own ? [section, keys, move.value] : move.path), {
        move,
        hosts: own ? [host] : [],
      });
  }
  return [...shared.values()].flatMap(({ move, hosts }) => {
    const [section = "", , ...keys] = move.path;
    const paths =
      hosts.length === 0
        ? [move.path.join(".")]
        : rangesOf(hosts).map((range) => [section, range, ...keys].join("."));
    return paths.map((path) => `${path}=${textOf(move.value)}`);
  });
};

const HOST_SECTIONS: ReadonlySet<string> = new Set(["proxies", "app_servers", "backups"]);

/** `app[1-3,7]`. A name with dots is found whole in the inventory, but not in a range. */
const rangesOf = (hosts: readonly string[]): readonly string[] => {
  const numbered = new Map<string, string[]>();
  const others: string[] = [];
  for (const host of hosts) {
    const [, prefix = "", digits = ""] = /^([^.]*?)([1-9]\d{0,14})$/.exec(host) ?? [];
    if (digits === "") others.push(host);
    else numbered.set(prefix, [...(numbered.get(prefix) ?? []), digits]);
  }
  return [...others, ...[...numbered].map(([prefix, digits]) => prefix + inRange(digits.map(Number)))];
};

const inRange = (numbers: readonly number[]): string => {
  const [only, ...more] = numbers;
  if (more.length === 0) return String(only);
  const spans: [number, number][] = [];
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const last = spans.at(-1);
    if (last !== undefined && number === last[1] + 1) last[1] = number;
    else spans.push([number, number]);
  }
  return `[${spans.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(",")}]`;
};

/** As YAML reads it back; JSON is YAML, and quotes what would be read as something else. */
const textOf = (value: MoveValue): string => {
  if (typeof value !== "string") return JSON.stringify(value);
  const { root, problems } = parseInventory(`value: ${value}\n`, "");
  const read = root.entries.get("value");
  const same = problems.length === 0 && read?.kind === "scalar" && read.value === value;
  return same ? value : JSON.stringify(value);
};
