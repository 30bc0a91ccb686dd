import { describe, expect, it } from "vitest";
import { comparePatch } from "../../../src/diff/text/hunks.js";
import { treeOf } from "./sandbox.js";

const hunksOf = (before: string, after: string) =>
  comparePatch(treeOf({ a: before }), treeOf({ a: after })).flatMap((file) => file.hunks);

const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `line ${index + 1}`);

const changedAt = (count: number, ...places: number[]): [string, string] => {
  const lines = numbered(count);
  const changed = lines.map((line, index) => (places.includes(index + 1) ? `${line} changed` : line));
  return [`${lines.join("\n")}\n`, `${changed.join("\n")}\n`];
};

describe("the files of a patch", () => {
  it("stand in the byte order of their paths, each with what became of it", () => {
    const before = new Map([
      ["gone", { content: "", mode: "100755" }],
      ["same", { content: "x\n", mode: "100644" }],
      ["mode", { content: "x\n", mode: "100644" }],
    ] as const);
    const after = new Map([
      ["\u{1f4e6}", { content: "", mode: "100644" }],
      ["\uffee", { content: "", mode: "100644" }],
      ["same", { content: "x\n", mode: "100644" }],
      ["mode", { content: "x\n", mode: "100755" }],
    ] as const);
    expect(comparePatch(before, after)).toEqual([
      { path: "gone", status: "removed", oldMode: "100755", newMode: null, hunks: [] },
      { path: "mode", status: "changed", oldMode: "100644", newMode: "100755", hunks: [] },
      { path: "\uffee", status: "added", oldMode: null, newMode: "100644", hunks: [] },
      { path: "\u{1f4e6}", status: "added", oldMode: null, newMode: "100644", hunks: [] },
    ]);
  });
});

describe("a hunk", () => {
  it("holds what it changes, with three lines around it and the section it begins in", () => {
    expect(
      hunksOf("listen  a\n  1\n  2\n  3\n  4\n  5\n", "listen  a\n  1\n  2\n  3\n  four\n  5\n"),
    ).toEqual([
      {
        oldStart: 2,
        oldLines: 5,
        newStart: 2,
        newLines: 5,
        heading: "listen  a",
        lines: [
          { kind: "context", text: "  1", newline: true },
          { kind: "context", text: "  2", newline: true },
          { kind: "context", text: "  3", newline: true },
          { kind: "removed", text: "  4", newline: true },
          { kind: "added", text: "  four", newline: true },
          { kind: "context", text: "  5", newline: true },
        ],
      },
    ]);
  });

  it("says which lines lack a newline", () => {
    expect(hunksOf("1\n2", "1\n2\n").flatMap((hunk) => hunk.lines)).toEqual([
      { kind: "context", text: "1", newline: true },
      { kind: "removed", text: "2", newline: false },
      { kind: "added", text: "2", newline: true },
    ]);
    expect(hunksOf("1\n2", "one\n2")[0]?.lines.at(-1)).toEqual({
      kind: "context",
      text: "2",
      newline: false,
    });
  });

  it("says so of the last line alone, where several go", () => {
    expect(hunksOf("1\n2", "").flatMap((hunk) => hunk.lines.map(({ newline }) => newline))).toEqual([
      true,
      false,
    ]);
  });

  it.each([
    ["added", "", "1\n2\n", { oldStart: 0, oldLines: 0, newStart: 1, newLines: 2 }],
    ["removed", "1\n2\n", "", { oldStart: 1, oldLines: 2, newStart: 0, newLines: 0 }],
  ])("starts at 0 on the side that has no lines: %s", (_, before, after, ranges) => {
    expect(hunksOf(before, after)).toMatchObject([ranges]);
  });

  it("takes in changes up to six lines apart, as their context would touch", () => {
    expect(hunksOf(...changedAt(30, 10, 17))).toMatchObject([{ oldStart: 7, oldLines: 14 }]);
    expect(hunksOf(...changedAt(30, 10, 18))).toMatchObject([
      { oldStart: 7, oldLines: 7 },
      { oldStart: 15, oldLines: 7 },
    ]);
  });

  it("keeps a carriage return in its line", () => {
    expect(hunksOf("1\r\n", "1\n")[0]?.lines.map((line) => line.text)).toEqual(["1\r", "1"]);
  });
});
