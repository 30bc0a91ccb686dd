import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { texts } from "../arbitrary.js";
import { changesOf, counted, gitDiff, patchOf } from "./one-file.js";
import { RUNS } from "./sandbox.js";

describe("a patch", () => {
  it("changes no more lines than git's histogram", () => {
    fc.assert(
      fc.property(texts, ([before, after]) => {
        const counts = gitDiff(before, after, "--histogram", "--numstat").split("\t");
        const [added = 0, removed = 0] = before === after ? [] : counts.map(Number);
        expect(changesOf(before, after).length).toBeLessThanOrEqual(added + removed);
      }),
      { numRuns: RUNS },
    );
  });
});

describe("a patch of long files of few different lines", () => {
  it.each([
    [2, 1],
    [5, 2],
    [20, 3],
    [100, 4],
  ])("changes no more lines than git: %i kinds, seed %i", (kinds, seed) => {
    const [before, after] = edited(20_000, kinds, 2000, seed);
    const [added = 0, removed = 0] = gitDiff(before, after, "--numstat").split("\t").map(Number);
    const edits = changesOf(before, after).length;
    expect(edits).toBeGreaterThan(1000);
    expect(edits).toBeLessThanOrEqual(added + removed);
  });
});

/** A text of so many lines, and what so many edits make of it: blocks that go, come and move, and single lines. */
const edited = (count: number, kinds: number, edits: number, seed: number): [string, string] => {
  let state = seed;
  const below = (most: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
  const line = (): string => `    line ${below(kinds)}`;
  const before = Array.from({ length: count }, line);
  const after = [...before];
  for (let edit = 0; edit < edits; edit += 1) {
    const [at, kind] = [below(after.length), below(100)];
    const length = 1 + below(below(50) === 0 ? 1000 : 5);
    if (kind < 35) after.splice(at, length);
    else if (kind < 70) after.splice(at, 0, ...Array.from({ length }, line));
    else if (kind < 97) after[at] = line();
    else after.splice(below(after.length), 0, ...after.splice(at, 20 * length));
  }
  const text = (lines: readonly string[]): string => lines.map((each) => `${each}\n`).join("");
  return [text(before), text(after)];
};

describe("a patch of 100,000 lines", () => {
  const lines = counted(100_000, (n) =>
    n % 20 === 0
      ? ""
      : n % 20 === 1
        ? `listen  svc-${n} 0.0.0.0:${n}`
        : `    server  app${n % 20} ${n}:80 check`,
  );
  const text = (changed: readonly string[]): string => `${changed.join("\n")}\n`;

  it("has the lines of a few changes alone", () => {
    const after = lines.map((line, index) => (index % 2000 === 7 ? "    changed" : line));
    const patch = patchOf(text(lines), text(after));
    expect(patch.match(/^[-+] /gm)).toHaveLength(100);
  });

  it("has all of them where each changes, and those that stand elsewhere", () => {
    const changed = patchOf(text(lines), text(lines.map((line) => `${line} maxconn 25`)));
    expect(changed.match(/^\+/gm)).toHaveLength(100_001);
    const moved = patchOf(text(lines), text(lines.toReversed()));
    expect(moved.match(/^-/gm)).toHaveLength(95_000); // 5,000 blank lines stay, and one between two of them
  });
});
