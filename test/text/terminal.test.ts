import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellsOf, disarmLines, visible, visibleLine, widthOf } from "../../src/text/terminal.js";
import { ANY_TEXT } from "../report/sample.js";

describe("visible", () => {
  const cases: readonly [string, string, string][] = [
    ["an escape sequence", "\x1b[31mred\x1b]0;title\x07", "␛[31mred␛]0;title␇"],
    ["a control sequence introducer of eight bits", "\x9b31m", "\ufffd31m"],
    ["a newline and a carriage return", "a\r\nb", "a␍␊b"],
    ["NUL and delete", "a\0b\x7f", "a␀b␡"],
    ["text turned around", "\u202etxt.exe\u2066", "\ufffdtxt.exe\ufffd"],
    ["line separators", "a\u2028b\u2029", "a\ufffdb\ufffd"],
    ["invisible tags", "a\u{e0041}b", "a\ufffdb"],
    ["half of a surrogate pair", "a\ud83db", "a\ufffdb"],
    ["a command to the GitHub runner", "x ##[error]forged", "x ## [error]forged"],
    ["a command to Azure Pipelines", "##vso[task.setvariable]", "## vso[task.setvariable]"],
  ];
  it.each(cases)("disarms %s", (_, text, expected) => {
    expect(visible(text)).toBe(expected);
  });

  it.each(["plain", "naïve café", "代理服务器", "👩‍👧 🇩🇪", "e\u0301", "# comment ## twice", "[::1]:80"])(
    "leaves %s as it is",
    (text) => {
      expect(visible(text)).toBe(text);
    },
  );

  it("folds prose onto one line", () => {
    expect(visibleLine("  two\n   lines\tand \u2028 more ")).toBe("two lines and more");
  });

  it("cuts the middle out of what quotes a novel", () => {
    const line = visibleLine(`begins ${"x".repeat(5_000_000)} ends`);
    expect(line).toMatch(/^begins x+ … x+ ends$/);
    expect(line.length).toBeLessThan(2_100);
  });

  it("lets no control character through", () => {
    fc.assert(
      fc.property(ANY_TEXT, (text) => {
        expect(visible(text)).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/u);
        expect(visibleLine(text)).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/u);
      }),
    );
  });
});

describe("disarmLines", () => {
  const cases: readonly [string, string, string][] = [
    ["a command at the beginning of a line", "::error::no", ": :error::no"],
    ["one that is indented", "a\n  \t::add-mask::x\nb", "a\n  \t: :add-mask::x\nb"],
    ["one with properties", "::warning file=a,line=1::no", ": :warning file=a,line=1::no"],
    ["one in capitals", "::ERROR::no", ": :ERROR::no"],
  ];
  it.each(cases)("takes the force of %s", (_, page, expected) => {
    expect(disarmLines(page)).toBe(expected);
  });

  it.each(["::1 is loopback", "bind :::80", "a ::error::b", "std::vector::size"])(
    "leaves %s alone",
    (page) => {
      expect(disarmLines(page)).toBe(page);
    },
  );
});

describe("widthOf", () => {
  const cases: readonly [string, string, number][] = [
    ["ASCII", "abc", 3],
    ["letters with accents of their own", "é", 1],
    ["combining accents", "e\u0301", 1],
    ["Chinese", "代理", 4],
    ["Korean", "한글", 4],
    ["Japanese of half width", "ｱ", 1],
    ["full width", "Ａ", 2],
    ["pictures", "🚀", 2],
    ["control pictures", "␛", 1],
    ["nothing", "", 0],
  ];
  it.each(cases)("counts the columns of %s", (_, text, expected) => {
    expect(widthOf(text)).toBe(expected);
  });
});

describe("cellsOf", () => {
  it("fills tabs up to the next multiple of four", () => {
    expect(cellsOf("\ta\tbcd\te").map((cell) => cell.text)).toEqual([
      "    ",
      "a",
      "   ",
      "b",
      "c",
      "d",
      " ",
      "e",
    ]);
  });

  it("covers the whole line, in UTF-16 units", () => {
    fc.assert(
      fc.property(ANY_TEXT, (line) => {
        const cells = cellsOf(line);
        expect(cells.map((cell) => line.slice(cell.start, cell.end)).join("")).toBe(line);
        expect(cells.every((cell) => cell.width === widthOf(cell.text))).toBe(true);
      }),
    );
  });

  it("shows a line as visible does", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("#", "[", "v", "vso[", "代", "\x1b", " "), { maxLength: 12 }),
        (parts) => {
          const line = parts.join("");
          expect(
            cellsOf(line)
              .map((cell) => cell.text)
              .join(""),
          ).toBe(visible(line));
        },
      ),
    );
  });
});
