import { describe, expect, it } from "vitest";
import type { Bytes, Milliseconds, Share } from "../../src/text/units.js";
import {
  formatDuration,
  parseDuration,
  parsePercent,
  parseSize,
  showBytes,
  showPercent,
  showSeconds,
} from "../../src/text/units.js";

describe("units", () => {
  it("do not mix: the compiler takes a plain number for each, and none for another", () => {
    const [time, size, share]: readonly [Milliseconds, Bytes, Share] = [1500, 2 * 1024, 0.4];
    // @ts-expect-error: a size is no duration
    showSeconds(size);
    // @ts-expect-error: a duration is no size
    showBytes(time);
    // @ts-expect-error: a share is no duration
    formatDuration(share);
    // @ts-expect-error: a duration is no share
    showPercent(parseDuration("40s"));
    expect([showSeconds(time), showBytes(size), showPercent(share)]).toEqual(["1.5 s", "2 KiB", "40 %"]);
  });

  it.each([
    ["60s", 60_000],
    ["1.5s", 1500],
    ["10min", 600_000],
    ["250us", 0.25],
    ["60", Number.NaN],
    ["4GiB", Number.NaN],
  ])("reads %s as a duration", (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });

  it.each([
    ["4GiB", 4 * 1024 ** 3],
    ["2GB", 2e9],
    ["1.5KiB", 1536],
    ["60s", Number.NaN],
  ])("reads %s as a size", (text, expected) => {
    expect(parseSize(text)).toBe(expected);
  });

  it.each([
    ["40%", 0.4],
    ["12.5%", 0.125],
    ["40", Number.NaN],
  ])("reads %s as a share", (text, expected) => {
    expect(parsePercent(text)).toBe(expected);
  });

  it.each([
    [60_000, "60s"],
    [1500, "1500ms"],
    [0.25, "250us"],
  ])("writes %s ms as HAProxy reads it", (time, expected) => {
    expect(formatDuration(time)).toBe(expected);
  });
});
