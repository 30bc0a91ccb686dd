import { PROBLEMS } from "../haproxy/cfg/problem.js";
import type { CfgRule } from "./rule.js";

export const refused: CfgRule = {
  slug: "cfg/refused",
  severity: "error",
  title: "HAProxy can read every line",
  why: "HAProxy does not start with a line that it cannot read, and a reload keeps the old processes.",
  how: "Lines are read as HAProxy reads them: words, quotes, backslashes, variables and .if. What keywords mean is left to haproxy -c.",
  fix: "Correct the line; haproxy -c says the same of it.",
  source: ["manual 2.2 to 2.4", "test/daemons/facts/words-of-a-line.test.ts"],
  run: ({ problems }) =>
    problems.map(({ file, line, column, kind }) => ({
      subject: kind,
      message: PROBLEMS[kind],
      why: "HAProxy does not start with this line",
      fix: "correct the line; haproxy -c says the same of it",
      at: { file, line, column, endColumn: column + 1 },
      figures: {},
    })),
};
