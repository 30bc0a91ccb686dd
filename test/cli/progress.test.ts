import { describe, expect, it } from "vitest";
import { Progress } from "../../src/cli/progress.js";

/** Progress with a clock that is set by hand, and what it has shown. */
const watched = (about = false) => {
  const shown: string[] = [];
  const clock = { now: 0 };
  const progress = new Progress({ show: (line) => shown.push(line), now: () => clock.now }, about);
  const after = (milliseconds: number, runs: number): void => {
    for (let run = 0; run < runs; run++) {
      clock.now += milliseconds / runs;
      progress.ran();
    }
  };
  return { progress, shown, after };
};

describe("the line of progress", () => {
  it("says what is done of what, and how long the rest takes", () => {
    const { progress, shown, after } = watched();
    progress.expect(20);
    after(7000, 7);
    expect(shown.at(-1)).toBe("simulated 7 of 20 runs, 13 s left");
    after(13_000, 13);
    expect(shown.at(-1)).toBe("simulated 20 of 20 runs, 0 s left");
    progress.end();
    expect(shown.at(-1)).toBe("");
  });

  it("is not there for work of less than a second", () => {
    const { progress, shown, after } = watched();
    progress.expect(20);
    after(990, 20);
    progress.end();
    expect(shown).toEqual([]);
  });

  it("changes no more often than it can be read", () => {
    const { progress, shown, after } = watched();
    progress.expect(5000);
    after(5000, 5000);
    expect(shown.length).toBeGreaterThan(15);
    expect(shown.length).toBeLessThanOrEqual(21);
  });

  it("counts the pace from when it changed, and tells none before it knows it", () => {
    const { progress, shown, after } = watched();
    progress.expect(100);
    after(10_000, 10);
    expect(shown.at(-1)).toBe("simulated 10 of 100 runs, 90 s left");
    progress.changePace();
    after(400, 2);
    expect(shown.at(-1)).toBe("simulated 12 of 100 runs");
    after(5000, 50);
    expect(shown.at(-1)).toBe("simulated 62 of 100 runs, 4 s left");
  });

  it("has minutes and hours for what takes long", () => {
    const { progress, shown, after } = watched();
    progress.expect(1000);
    after(10_000, 10);
    expect(shown.at(-1)).toBe("simulated 10 of 1,000 runs, 17 min left");
    progress.expect(10_000);
    after(1000, 1);
    expect(shown.at(-1)).toBe("simulated 11 of 11,000 runs, 4 h left");
  });

  it("says where it is not known how much there is to do", () => {
    const { progress, shown, after } = watched(true);
    progress.expect(10);
    after(5000, 5);
    expect(shown.at(-1)).toBe("simulated 5 of about 10 runs, 5 s left");
    after(7000, 7);
    expect(shown.at(-1)).toBe("simulated 12 of about 12 runs, 0 s left");
  });
});
