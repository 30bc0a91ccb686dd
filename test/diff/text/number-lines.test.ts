import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitLines } from "../../../src/diff/text/lines.js";
import { numberLines } from "../../../src/diff/text/number-lines.js";

const numbered = (before: string, after: string) => {
  const { oldLines, newLines, count } = numberLines(splitLines(before), splitLines(after));
  return { oldLines: [...oldLines], newLines: [...newLines], count };
};

describe("numbers in place of lines", () => {
  it.each([
    ["none of empty texts", "", "", [], [], 0],
    ["one of the same line on both sides", "a\n", "a\n", [0], [0], 1],
    ["one of a line that comes again", "a\nb\na\n", "b\nb\n", [0, 1, 0], [1, 1], 2],
    ["one of a new line that comes again", "a\n", "b\nc\nb\nc\n", [0], [1, 2, 1, 2], 3],
    ["two of a line with its newline and without", "a\n", "a", [0], [1], 2],
    ["one of a line that lacks its newline on both sides", "a", "b\na", [0], [1, 0], 2],
    ["two where the one begins with the other", "ab\n", "abc\n", [0], [1], 2],
  ])("are %s", (_what, before, after, oldLines, newLines, count) => {
    expect(numbered(before, after)).toEqual({ oldLines, newLines, count });
  });

  it.each([
    ["of one length", "bC\n", "cb\n"],
    ["where one begins with the other", "listen", "listen9vEked"],
    ["where one is the beginning of the other", "listen9vEked", "listen"],
  ])("are two of two lines that share a hash, %s", (_what, before, after) => {
    expect(splitLines(before).hashes[0]).toBe(splitLines(after).hashes[0]);
    expect(numbered(before, after)).toEqual({ oldLines: [0], newLines: [1], count: 2 });
  });

  it("are equal exactly where the lines are, and counted from 0", () => {
    const line = fc.constantFrom("a", "b", "", "bC", "cb", "é", "a ", "\r");
    const text = fc
      .tuple(fc.array(line, { maxLength: 20 }), fc.boolean())
      .map(([lines, ends]) => lines.join("\n") + (ends ? "\n" : ""));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = [before, after].flatMap((side) => side.match(/[^\n]*\n|[^\n]+$/g) ?? []);
        const different = [...new Set(lines)];
        const { oldLines, newLines, count } = numbered(before, after);
        expect([...oldLines, ...newLines]).toEqual(lines.map((each) => different.indexOf(each)));
        expect(count).toBe(different.length);
      }),
    );
  });
});
