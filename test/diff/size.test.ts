import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { texts } from "./arbitrary.js";
import { changesOf, counted, gitDiff, patchOf } from "./one-file.js";
import { RUNS } from "./sandbox.js";

describe("a patch", () => {
  it("changes no more lines than git's histogram", { timeout: 10_000 + RUNS * 300 }, () => {
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

describe("the time a patch takes", () => {
  const lines = counted(100_000, (n) =>
    n % 20 === 0
      ? ""
      : n % 20 === 1
        ? `listen  svc-${n} 0.0.0.0:${n}`
        : `    server  app${n % 20} ${n}:80 check`,
  );
  const text = (changed: readonly string[]): string => `${changed.join("\n")}\n`;

  it("is short for few changes in 100,000 lines", () => {
    const after = lines.map((line, index) => (index % 2000 === 7 ? "    changed" : line));
    const started = performance.now();
    const patch = patchOf(text(lines), text(after));
    expect(performance.now() - started).toBeLessThan(5000);
    expect(patch.match(/^[-+] /gm)).toHaveLength(100);
  });

  it("is bounded where each of 100,000 lines changes, or stands elsewhere", () => {
    const changed = patchOf(text(lines), text(lines.map((line) => `${line} maxconn 25`)));
    expect(changed.match(/^\+/gm)).toHaveLength(100_001);
    const moved = patchOf(text(lines), text(lines.toReversed()));
    expect(moved.match(/^-/gm)).toHaveLength(95_000); // 5,000 blank lines stay, and one between two of them
  });
});
