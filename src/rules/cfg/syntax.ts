import { describeMistake } from "../../haproxy/cfg/mistake.js";
import { formatVersion } from "../../haproxy/version.js";
import { defineCfgRule } from "./define.js";

export const syntax = defineCfgRule(
  {
    slug: "haproxy/syntax",
    severity: "error",
    title: "Every line can be taken apart into words and sections.",
    why: "HAProxy does not start, and does not reload, with a line whose quotes, escapes, variables or conditions are not closed.",
    how: "Lines as HAProxy's own reader takes them apart: quotes, escapes, variables, .if and .endif, the last line's end, sections.",
    fix: "Correct the line.",
    source: ["HAProxy configuration manual 2.2, 2.3 and 2.4", "test/daemons/facts/words-of-a-line.test.ts"],
  },
  ({ configuration: { mistakes, version } }) =>
    mistakes.map((mistake) => ({
      subject: mistake.file,
      at: {
        file: mistake.file,
        line: mistake.line,
        column: mistake.column,
        endColumn: mistake.column + 1,
        path: "",
      },
      message: describeMistake(mistake),
      why: `HAProxy ${formatVersion(version)} refuses the file`,
      fix: "correct this line",
      figures: { column: mistake.column },
    })),
);
