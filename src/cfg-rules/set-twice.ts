import type { Section, Statement } from "../haproxy/cfg/sections.js";
import { isProxy } from "../haproxy/cfg/sections.js";
import { time } from "../haproxy/keywords/time.js";
import type { CfgFault, CfgRule } from "./rule.js";
import { isUnconditional, lineOf, placeOf, titleOf } from "./rule.js";

export const setTwice: CfgRule = {
  slug: "cfg/set-twice",
  severity: "warning",
  title: "A section sets a keyword once",
  why: "Of these keywords HAProxy takes the last line without a word, so that one of the two says something that is not so.",
  how: "In proxies and defaults: balance, maxconn, mode, retries, fullconn, hash-type, default_backend and option httpchk, and in defaults each timeout, twice with other words. Lines in .if are left out.",
  fix: "Take away the line that is not meant.",
  source: ["manual 4.2", "test/daemons/facts/faults-that-haproxy-takes.test.ts"],
  run: ({ sections }) =>
    sections.filter((section) => isProxy(section) || section.kind === "defaults").flatMap(twiceIn),
};

const ONE_WORD: readonly string[] = [
  "balance",
  "default_backend",
  "fullconn",
  "hash-type",
  "maxconn",
  "mode",
  "retries",
];

/** The keyword of a line, where the last one counts and HAProxy says nothing; of a proxy's timeouts it warns itself. */
const keywordOf = (
  { kind }: Section,
  { words: [first, second], modifier }: Statement,
): string | undefined => {
  if (modifier) return undefined;
  if (ONE_WORD.includes(first.text)) return first.text;
  if (!second) return undefined;
  if (first.text === "timeout") return kind === "defaults" ? `timeout ${second.text}` : undefined;
  return first.text === "option" && second.text === "httpchk" ? "option httpchk" : undefined;
};

const twiceIn = (section: Section): readonly CfgFault[] => {
  const last = new Map<string, Statement>();
  const faults: CfgFault[] = [];
  for (const statement of section.statements) {
    const keyword = keywordOf(section, statement);
    if (keyword === undefined || !isUnconditional(section, statement)) continue;
    const before = last.get(keyword);
    last.set(keyword, statement);
    if (before && !isSame(before, statement)) faults.push(faultOf(section, keyword, before, statement));
  }
  return faults;
};

/** Times may be the same in other units. */
const isSame = (one: Statement, other: Statement): boolean => {
  const [a, b] = [one, other].map(({ words }) => TIME.read(words.slice(2).map(({ text }) => text)));
  return written(one) === written(other) || (a !== undefined && a === b);
};

const TIME = time();

const written = ({ words }: Statement): string => words.map(({ text }) => text).join(" ");

const faultOf = (section: Section, keyword: string, before: Statement, after: Statement): CfgFault => ({
  subject: section.name?.text ?? section.kind,
  message: `${titleOf(section)} sets ${keyword} twice: ${written(before)}, and then ${written(after)}`,
  why: `HAProxy takes the last one (${lineOf(after)}) and says nothing of the other`,
  fix: "take away the line that is not meant",
  at: { ...placeOf(before, before.words[0]), endColumn: endOf(before, keyword) },
  figures: { last_line: after.line.number },
});

const endOf = ({ words }: Statement, keyword: string): number =>
  (words[keyword.split(" ").length - 1] ?? words[0]).endColumn;
