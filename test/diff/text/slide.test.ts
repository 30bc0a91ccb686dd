import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findEdits } from "../../../src/diff/text/edits.js";
import { splitLines } from "../../../src/diff/text/lines.js";
import type { Region } from "../../../src/diff/text/middle.js";
import { numberLines } from "../../../src/diff/text/number-lines.js";
import { formatPatch } from "../../../src/diff/text/patch.js";
import { slideEdits } from "../../../src/diff/text/slide.js";
import { changesOf, hunksOf, patchOf } from "./one-file.js";
import { treeOf } from "./sandbox.js";

describe("a block that may stand in several places", () => {
  const proxy = (name: string) => `listen  ${name}\n    balance roundrobin\n    server  app1 app1:80\n\n`;

  it("begins with its section's heading", () => {
    const added = ["+listen  b", "+    balance roundrobin", "+    server  app1 app1:80", "+"];
    expect(changesOf(proxy("a") + proxy("c"), proxy("a") + proxy("b") + proxy("c"))).toEqual(added);
    const removed = added.map((line) => line.replace("+", "-"));
    expect(changesOf(proxy("a") + proxy("b") + proxy("c"), proxy("a") + proxy("c"))).toEqual(removed);
  });

  it("ends with its section's end", () => {
    const directory = (name: string) => `<Directory ${name}>\n    Require all granted\n</Directory>\n`;
    expect(
      changesOf(directory("/a") + directory("/c"), directory("/a") + directory("/b") + directory("/c")),
    ).toEqual(["+<Directory /b>", "+    Require all granted", "+</Directory>"]);
  });

  it("begins with the comment above its heading", () => {
    const ruled = (name: string) => `# -----\nlisten  ${name}\n    server  ${name} ${name}:80\n\n`;
    expect(changesOf(ruled("a") + ruled("c"), ruled("a") + ruled("b") + ruled("c"))).toEqual([
      ...["+# -----", "+listen  b", "+    server  b b:80", "+"],
    ]);
  });

  it("begins after a blank line within a section, not with it", () => {
    const before = "listen  a\n    server  x\n\n    server  z\n";
    const after = "listen  a\n    server  x\n\n    server  y\n\n    server  z\n";
    expect(changesOf(before, after)).toEqual(["+    server  y", "+"]);
  });

  it("begins and ends where the text is not indented", () => {
    const guarded = (directive: string) => `<IfModule mod_wsgi.c>\n    ${directive}\n</IfModule>\n`;
    expect(changesOf(guarded("A") + guarded("C"), guarded("A") + guarded("B") + guarded("C"))).toEqual([
      ...["+<IfModule mod_wsgi.c>", "+    B", "+</IfModule>"],
    ]);
  });

  it("shows what is removed before what is added where it meets another change", () => {
    const before = "global\n \nlisten  b\n    server  x\n\nlisten  b\n    server  y\n";
    const after = "global\n\t\nlisten  b\n    server  y\n";
    expect(changesOf(before, after)).toEqual(["- ", "-listen  b", "-    server  x", "-", "+\t"]);
  });

  it("keeps apart from a change in the section before", () => {
    const before = `listen  a\n    server  old old:80\n\n${proxy("c")}`;
    const after = `listen  a\n    server  new new:80\n\n${proxy("b")}${proxy("c")}`;
    expect(hunksOf(patchOf(before, after))).toContain("+    server  new new:80\n \n+listen  b\n");
  });

  it("is added below its equals", () => {
    const before = "listen  a\n    server  y\n    option  z\n";
    const after = "listen  a\n    server  y\n    server  y\n    option  z\n";
    expect(hunksOf(patchOf(before, after))).toContain(
      " listen  a\n     server  y\n+    server  y\n     option  z\n",
    );
  });

  it("joins a change above it within a section", () => {
    const before = "listen  a\n    server  x\n    server  y\n    option  z\n";
    const after = "listen  a\n    server  w\n    server  y\n    server  y\n    option  z\n";
    const joined = "-    server  x\n+    server  w\n+    server  y\n     server  y\n     option  z\n";
    expect(hunksOf(patchOf(before, after))).toContain(joined);
  });

  it.each([
    ["a hundred and ninety-nine lines up", 199, 3],
    ["two hundred lines up", 200, 3],
    ["no more: it stays where it was found, but for what reads best there", 201, 203],
  ])("is moved %s", (_what, lines, place) => {
    const text = (many: number) => `listen  a\n\n${"  x\n".repeat(many)}      deeper\n`;
    const patch = formatPatch(treeOf({ a: text(lines) }), treeOf({ a: text(lines + 1) }), { context: 0 });
    expect(patch).toContain(`@@ -${place - 1},0 +${place} @@`);
  });

  const placeOf = (before: string, after: string): string | undefined =>
    /@@.*@@/.exec(formatPatch(treeOf({ a: before }), treeOf({ a: after }), { context: 0 }))?.[0];

  it.each([
    [
      "where the cut is least deep",
      "g\n  h\n    s\n    t\n",
      "g\n  h\n    s\n  h\n    s\n    t\n",
      "-1,0 +2,2",
    ],
    ["after a blank line", "h\n\n  s\n    t\n", "h\n\n  s\n\n  s\n    t\n", "-2,0 +3,2"],
    ["at the start of the text", "  x\n  z\n", "  x\n  x\n  z\n", "-0,0 +1"],
    ["at the end of the text", "h\n\nx\n", "h\n\nx\nx\n", "-3,0 +4"],
  ])("stands %s", (_what, before, after, place) => {
    expect(placeOf(before, after)).toBe(`@@ ${place} @@`);
  });

  it("that takes the place of another is not moved", () => {
    expect(changesOf("x\nb\n  z\n", "x\nx\n  z\n")).toEqual(["-b", "+x"]);
  });
});

describe("edits that were moved", () => {
  const moved = (oldText: string, newText: string, edits: readonly Region[]) => {
    const [before, after] = [splitLines(oldText), splitLines(newText)];
    const { oldLines, newLines } = numberLines(before, after);
    return slideEdits(edits, { numbers: oldLines, lines: before }, { numbers: newLines, lines: after });
  };
  const region = (oldStart: number, oldEnd: number, newStart: number, newEnd: number): Region => ({
    oldStart,
    oldEnd,
    newStart,
    newEnd,
  });

  it("go down where that reads as well, for what is added and for what is removed", () => {
    const [short, long] = ["h\nx\nx\nt\n", "h\nx\nx\nx\nt\n"];
    expect(moved(short, long, [region(1, 1, 1, 2)])).toEqual([region(3, 3, 3, 4)]);
    expect(moved(long, short, [region(1, 2, 1, 1)])).toEqual([region(3, 4, 3, 3)]);
  });

  it("go no further than the next edit, and are one with it there", () => {
    const edits = [region(1, 1, 1, 2), region(3, 4, 4, 4)];
    expect(moved("h\nx\nx\nq\nx\nt\n", "h\nx\nx\nx\nx\nt\n", edits)).toEqual([region(3, 4, 3, 4)]);
  });

  const line = fc.constantFrom("a", "  a", "    a", "", "b", "  b");
  const text = fc
    .array(fc.tuple(line, fc.constantFrom(1, 1, 2, 4)), { maxLength: 15, size: "max" })
    .map((runs) => runs.flatMap(([each, copies]) => Array<string>(copies).fill(`${each}\n`)).join(""));

  it("still make the one text of the other, with as few lines", () => {
    fc.assert(
      fc.property(text, text, (oldText, newText) => {
        const [before, after] = [splitLines(oldText), splitLines(newText)];
        const numbered = numberLines(before, after);
        const found = findEdits(numbered);
        const edits = moved(oldText, newText, found);
        expect(linesOf(edits)).toBe(linesOf(found));
        const whole = { oldStart: before.count, oldEnd: 0, newStart: after.count, newEnd: 0 };
        for (const [index, { oldStart, newStart }] of [...edits, whole].entries()) {
          const last = edits[index - 1] ?? { oldEnd: 0, newEnd: 0 };
          if (index > 0 && index < edits.length) expect(oldStart).toBeGreaterThan(last.oldEnd);
          expect([...numbered.oldLines.slice(last.oldEnd, oldStart)]).toEqual([
            ...numbered.newLines.slice(last.newEnd, newStart),
          ]);
        }
      }),
      { numRuns: 300 },
    );
  });
});

const linesOf = (edits: readonly Region[]): number =>
  edits.reduce((sum, edit) => sum + edit.oldEnd - edit.oldStart + edit.newEnd - edit.newStart, 0);
