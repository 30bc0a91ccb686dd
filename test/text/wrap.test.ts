import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { widthOf } from "../../src/text/terminal.js";
import { wrap } from "../../src/text/wrap.js";

describe("wrap", () => {
  const cases: readonly [string, string, number, readonly string[]][] = [
    ["fills lines", "one two three four", 9, ["one two", "three", "four"]],
    ["keeps a figure with its unit", "it has only 100 slots", 15, ["it has", "only 100 slots"]],
    ["keeps a per cent sign with its figure", "takes all of 40 % here", 14, ["takes all", "of 40 % here"]],
    ["keeps a figure with what it sets", "sets there maxconn 25", 19, ["sets there", "maxconn 25"]],
    ["keeps a figure with its operator", "a sum that is > 100", 17, ["a sum that is", "> 100"]],
    [
      "keeps code in backticks whole",
      "then write `timeout queue 60s` there",
      20,
      ["then write", "`timeout queue 60s`", "there"],
    ],
    [
      "keeps a list with the word before it",
      "it is so; also app2-4, app7",
      14,
      ["it is so;", "also app2-4,", "app7"],
    ],
    ["never breaks a word", "see net.core.somaxconn now", 10, ["see", "net.core.somaxconn", "now"]],
    ["counts wide characters as two columns", "代理 代理 代理", 9, ["代理 代理", "代理"]],
    ["breaks a row of figures after all", "ab 1 cd 2 ef 3 gh 4 ij 5", 12, ["ab 1 cd 2 ef", "3 gh 4 ij 5"]],
    ["makes no line of nothing", "", 10, []],
  ];
  it.each(cases)("%s", (_, text, columns, expected) => {
    expect(wrap(text, columns, columns)).toEqual(expected);
  });

  it("gives the first line its own width", () => {
    expect(wrap("one two three four", 4, 20)).toEqual(["one", "two three four"]);
  });

  it("leaves a first line that is too narrow empty", () => {
    expect(wrap("request_queue_size 300", 5, 40)).toEqual(["", "request_queue_size 300"]);
  });

  it("loses no word, and keeps within the columns where no word is wider", () => {
    const word = fc.oneof(
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 5 }),
      fc.nat(999).map(String),
      fc.constant(">"),
    );
    fc.assert(
      fc.property(fc.array(word), fc.integer({ min: 70, max: 120 }), (words, columns) => {
        const text = words.join(" ").replace(/\s+/g, " ").trim();
        const lines = wrap(text, columns, columns);
        expect(lines.join(" ")).toBe(text);
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
      }),
    );
  });
});
