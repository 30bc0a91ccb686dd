import { describe, expect, it } from "vitest";
import { endsInNewline, lineText, splitLines, textBetween } from "../../../src/diff/text/lines.js";

const textsOf = (content: string): string[] => {
  const lines = splitLines(content);
  return Array.from({ length: lines.count }, (_, line) => lineText(lines, line));
};

describe("a text cut at its newlines", () => {
  it.each([
    ["nothing", "", []],
    ["lines", "a\nbc\n", ["a", "bc"]],
    ["a last line without its newline", "a\nbc", ["a", "bc"]],
    ["blank lines", "\n\na\n", ["", "", "a"]],
    ["a carriage return, which stays", "a\r\nb\r", ["a\r", "b\r"]],
    ["characters of several bytes", "é\n日本\nx", ["é", "日本", "x"]],
    ["many short lines", "a\n".repeat(999), Array<string>(999).fill("a")],
    ["a long line", `${"long ".repeat(999)}\nb\n`, ["long ".repeat(999), "b"]],
  ])("gives %s", (_what, content, expected) => {
    expect(textsOf(content)).toEqual(expected);
  });

  it.each([
    ["", true, []],
    ["a\n", true, [true]],
    ["a\nb\nc", false, [true, true, false]],
  ])("knows which lines of %j end in a newline", (content, terminated, ends) => {
    const lines = splitLines(content);
    expect(lines.terminated).toBe(terminated);
    expect(ends.map((_, line) => endsInNewline(lines, line))).toEqual(ends);
  });

  it("gives several lines at once, without the newline of the last", () => {
    expect(textBetween(splitLines("a\nb\nc\n"), 1, 3)).toBe("b\nc");
    expect(textBetween(splitLines("é\nü\nö"), 1, 3)).toBe("ü\nö");
  });
});
