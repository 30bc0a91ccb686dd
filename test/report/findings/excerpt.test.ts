import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { excerpt } from "../../../src/report/findings/excerpt.js";
import { widthOf } from "../../../src/text/terminal.js";

const at = (column: number, endColumn: number) => ({ file: "prod.yaml", line: 1, column, endColumn });

describe("excerpt", () => {
  const cases: readonly [string, string, number, number, string, string][] = [
    ["underlines a value", "  maxconn: 25", 12, 14, "  maxconn: 25", "           ^^"],
    ["underlines one column at least", "maxconn: 25", 10, 10, "maxconn: 25", "         ^"],
    ["points behind the end of a line", "server:", 8, 9, "server:", "       ^"],
    ["stops at the end of a line", "server:", 1, 90, "server:", "^^^^^^^"],
    ["follows tabs", "\ta: 1\t# b", 2, 6, "    a: 1    # b", "    ^^^^"],
    ["underlines a tab in all its width", "\tx", 1, 2, "    x", "^^^^"],
    ["follows wide characters", "名前: 25", 5, 7, "名前: 25", "      ^^"],
    ["counts a picture as the two UTF-16 units it is", "🚀: 25", 5, 7, "🚀: 25", "    ^^"],
    ["follows combining accents", "cafe\u0301: 25", 8, 10, "cafe\u0301: 25", "      ^^"],
    ["shows controls as pictures", "a: \x1b[31m", 4, 9, "a: ␛[31m", "   ^^^^^"],
    ["drops white space at the end", "a: 1   ", 1, 2, "a: 1", "^"],
  ];
  it.each(cases)("%s", (_, line, column, endColumn, code, carets) => {
    expect(excerpt(line, at(column, endColumn), 80)).toEqual({ code, carets });
  });

  const long = `${"a".repeat(60)} maxconn: 25 ${"b".repeat(60)}`;
  const crops: readonly [string, string, number, number, number, string, string][] = [
    ["what follows", long, 1, 5, 20, `${"a".repeat(19)}…`, "^^^^"],
    ["both sides", long, 62, 73, 30, "…aaaaaaaaaa maxconn: 25 bbbbb…", "            ^^^^^^^^^^^"],
    ["what comes before", long, 130, 134, 20, `…${"b".repeat(19)}`, "                ^^^^"],
    [
      "carets that are wider than the terminal",
      long,
      62,
      134,
      20,
      "…aaaaaa maxconn: 25…",
      "        ^^^^^^^^^^^",
    ],
  ];
  it.each(crops)("crops %s", (_, line, column, endColumn, columns, code, carets) => {
    expect(excerpt(line, at(column, endColumn), columns)).toEqual({ code, carets });
  });

  it("shows the place in a line of a million characters", () => {
    const line = `${"x".repeat(500_000)}maxconn${"y".repeat(500_000)}`;
    const { code, carets } = excerpt(line, at(500_001, 500_008), 60);
    expect(code.slice(carets.indexOf("^"), carets.length)).toBe("maxconn");
    expect(widthOf(code)).toBeLessThanOrEqual(60);
    expect(code).toMatch(/^….*…$/);
  });

  it("keeps within the columns, with a caret, below what is meant", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "b", " ", "代", "\t", "é", "🚀", "\x1b"),
      maxLength: 120,
    });
    fc.assert(
      fc.property(text, text, fc.integer({ min: 30, max: 100 }), (before, after, columns) => {
        const line = `${before}maxconn${after}`;
        const { code, carets } = excerpt(line, at(before.length + 1, before.length + 8), columns);
        expect(widthOf(code)).toBeLessThanOrEqual(columns);
        const column = carets.indexOf("^");
        expect(carets.slice(column)).toBe("^^^^^^^");
        expect(widthOf(code.slice(0, code.indexOf("maxconn")))).toBe(column);
      }),
      { numRuns: 500 },
    );
  });
});
