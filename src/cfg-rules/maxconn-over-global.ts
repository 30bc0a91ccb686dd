import type { Section, Statement } from "../haproxy/cfg/sections.js";
import { effective, settings, valuesOf } from "../haproxy/cfg/settings.js";
import type { Configuration } from "./configuration.js";
import type { CfgFault, CfgRule } from "./rule.js";
import { figureIn, isUnconditional, lineOf, placeOf } from "./rule.js";

const MAXCONN = ["maxconn"] as const;

export const maxconnOverGlobal: CfgRule = {
  slug: "cfg/maxconn-over-global",
  severity: "warning",
  title: "A frontend's maxconn is at most the global one",
  why: "The process takes no more connections than its global maxconn: the rest waits in the kernel, where neither the logs nor the statistics show it, and the frontend's own limit is never reached.",
  how: "The maxconn of each frontend and listen section, its own or that of its defaults, is compared with the last one of the global section.",
  fix: "Raise the global maxconn, with the file descriptors and the memory that it takes, or lower the frontend's.",
  source: ["manual 3.2 and 4.2 maxconn", "test/daemons/facts/frontend-maxconn-over-global.test.ts"],
  run: (configuration) => {
    const limit = globalLimit(configuration);
    if (!limit) return [];
    const over = overIn(configuration, limit.value);
    const settingsOver = new Set(over.map(({ statement }) => statement));
    return [...settingsOver].map((statement) =>
      faultOf(
        statement,
        over.filter((each) => each.statement === statement).map(({ section }) => section),
        limit,
      ),
    );
  },
};

interface Limit {
  readonly statement: Statement;
  readonly value: number;
}

interface Over {
  readonly section: Section;
  readonly statement: Statement;
}

const globalLimit = ({ sections }: Configuration): Limit | undefined => {
  const globals = sections.filter(({ kind }) => kind === "global");
  const set = globals.flatMap((section) =>
    settings(section, MAXCONN).map((statement) => ({
      statement,
      sure: isUnconditional(section, statement) && !section.header.line.branch,
    })),
  );
  const [only] = set;
  if (!only?.sure || set.length > 1) return undefined;
  const value = figureIn(valuesOf(only.statement, MAXCONN)[0]);
  // 0 leaves it to HAProxy, which takes it from the limit on file descriptors.
  return value ? { statement: only.statement, value } : undefined;
};

const overIn = ({ sections }: Configuration, limit: number): readonly Over[] =>
  sections
    .filter(({ kind }) => kind === "frontend" || kind === "listen")
    .flatMap((section) => {
      const statement = effective(section, MAXCONN);
      const value = figureIn(statement && valuesOf(statement, MAXCONN)[0]);
      return statement && !statement.line.branch && value !== undefined && value > limit
        ? [{ section, statement }]
        : [];
    });

const faultOf = (statement: Statement, sections: readonly Section[], limit: Limit): CfgFault => {
  const [word = statement.words[0]] = valuesOf(statement, MAXCONN);
  const names = sections.map(({ name, kind }) => name?.text ?? kind);
  return {
    subject: names[0] ?? "",
    message: `maxconn ${word.text} of ${names.join(", ")} is over the global maxconn of ${limit.value}`,
    why: `the process takes ${limit.value} connections at once (${lineOf(limit.statement)}); what comes beyond waits in the kernel, unseen, and this limit is never reached`,
    fix: `raise the global maxconn to ${word.text} or more, or lower this one to ${limit.value} or less`,
    at: placeOf(statement, word),
    figures: { maxconn: Number(word.text), global_maxconn: limit.value },
  };
};
