import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { comparePatch } from "../../../src/diff/text/hunks.js";
import type { PatchRow } from "../../../src/report/html/review/pairs.js";
import { changedWords, rowsOf } from "../../../src/report/html/review/pairs.js";
import { texts } from "../../diff/arbitrary.js";

const rowsBetween = (before: string, after: string): readonly PatchRow[] => {
  const tree = (content: string) => new Map([["f", { content, mode: "100644" as const }]]);
  return comparePatch(tree(before), tree(after)).flatMap(({ hunks }) => hunks.flatMap(rowsOf));
};

const shown = ({ kind, before, after }: PatchRow): string =>
  `${kind} ${before?.number ?? "-"} ${after?.number ?? "-"}`;

describe("lines side by side", () => {
  it("puts each changed line beside the one that it was, past lines that are new", () => {
    const before = "server app1 check inter 5s\nserver app2 check inter 5s\n";
    const after =
      "timeout connect 60s\nserver app1 check inter 5s maxconn 25\nserver app2 check inter 5s maxconn 25\n";
    expect(rowsBetween(before, after).map(shown)).toEqual(["apart - 1", "paired 1 2", "paired 2 3"]);
  });

  it("does not tell two lines without a word in common as one that changed", () => {
    expect(rowsBetween("log global\n", "maxconn 4096\n").map(shown)).toEqual(["apart 1 1"]);
  });

  it("shows every line of both sides once, in order, with its number", () => {
    fc.assert(
      fc.property(texts, ([before, after]) => {
        const rows = rowsBetween(before, after);
        for (const [side, text] of [
          ["before", before],
          ["after", after],
        ] as const) {
          const lines = rows.flatMap((row) => row[side] ?? []);
          const whole = text.split("\n");
          expect(lines.map((line) => line.text)).toEqual(lines.map((line) => whole[line.number - 1]));
          const numbers = lines.map((line) => line.number);
          expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
        }
      }),
    );
  });

  it("pairs thousands of changed lines in little time", () => {
    const side = (value: number) =>
      Array.from({ length: 3000 }, (_, index) => `server app${index} check maxconn ${value}\n`).join("");
    const rows = rowsBetween(side(1), side(2));
    expect(rows).toHaveLength(3000);
    expect(rows.every(({ kind }) => kind === "paired")).toBe(true);
  });
});

describe("words of a changed line", () => {
  it("marks those that changed", () => {
    expect(changedWords("  timeout connect 5s", "  timeout connect 60s")).toEqual({
      before: [
        { text: "  timeout connect ", changed: false },
        { text: "5s", changed: true },
      ],
      after: [
        { text: "  timeout connect ", changed: false },
        { text: "60s", changed: true },
      ],
    });
  });

  it("loses no character of either line", () => {
    const line = fc.string({ unit: fc.constantFrom("a", "b", " ", "\t", "\r", ".", "é", "日", "\u{1f4e6}") });
    fc.assert(
      fc.property(line, line, (before, after) => {
        const words = changedWords(before, after);
        expect(words.before.map(({ text }) => text).join("")).toBe(before);
        expect(words.after.map(({ text }) => text).join("")).toBe(after);
      }),
    );
  });

  it("does not search a line of a megabyte", () => {
    const long = "x y ".repeat(250_000);
    expect(changedWords(long, `${long}z`).after).toEqual([{ text: `${long}z`, changed: true }]);
  });
});
