import type { Section } from "../../haproxy/cfg/configuration.js";
import type { Setting } from "../../haproxy/cfg/setting.js";
import { settingsOf } from "../../haproxy/cfg/setting.js";
import type { CfgFault } from "./define.js";
import { defineCfgRule, originAt } from "./define.js";

export const setTwice = defineCfgRule(
  {
    slug: "haproxy/set-twice",
    severity: "warning",
    title: "Nothing is set twice in a section, once to one value and once to another.",
    why: "The last line counts, and HAProxy says so of few keywords only. Whoever reads or changes the first believes in a value that is not in force.",
    how: "Keywords whose lines do not add up (balance, mode, maxconn, retries, timeouts, option httpchk and others), with different words in one defaults, frontend, backend or listen section.",
    fix: "Remove the line that is not meant.",
    source: ["HAProxy configuration manual 4.2", "test/daemons/facts/checked-cfg.test.ts"],
  },
  ({ proxies }) => proxies.flatMap(({ section }) => judge(section)),
);

/** Known to keep the last line alone. */
const LAST_COUNTS =
  /^(?:balance|mode|maxconn|retries|fullconn|backlog|default_backend|option httpchk|timeout [a-z-]+)$/;

const judge = (section: Section): CfgFault[] => {
  const last = new Map<string, Setting>();
  return settingsOf(section).flatMap((setting): CfgFault[] => {
    const { name, modifier, words, line } = setting;
    if (!LAST_COUNTS.test(name)) return [];
    if (modifier !== undefined || line.sometimes || words.length === 0) return [];
    const before = last.get(name);
    last.set(name, setting);
    if (before === undefined || isSame(before, setting)) return [];
    return [
      {
        subject: section.head.words[1]?.text ?? section.kind,
        at: originAt(before.line, before.line.words[0]),
        message: `${name} ${textOf(before)} is not in force: line ${line.number} sets ${textOf(setting)}`,
        why: "the last line of a section counts",
        fix: `remove line ${before.line.number} or line ${line.number}`,
        figures: { line: line.number },
      },
    ];
  });
};

/** 5s and 5000 are one time. */
const isSame = (one: Setting, other: Setting): boolean =>
  textOf(one) === textOf(other) || (one.value !== undefined && one.value === other.value);

const textOf = ({ words }: Setting): string => words.map(({ text }) => text).join(" ");
