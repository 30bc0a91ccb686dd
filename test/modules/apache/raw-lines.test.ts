import { describe, expect, it } from "vitest";
import { apacheLines } from "../../../src/modules/apache/raw-lines.js";

describe("a raw line of apache", () => {
  it.each([
    ["maxclients 20", ["MaxRequestWorkers"]],
    ["TIMEOUT 20", ["Timeout"]],
    ["mpm event", []],
    ["TimeoutOf 20", []],
    ["", []],
    ["  Timeout 20", ["Timeout"]],
  ])("is read for what has a key of its own: %j", (line, settings) => {
    expect(apacheLines(line)).toEqual(settings);
  });
});
