import { describe, expect, it } from "vitest";
import { kernelLines } from "../../../src/modules/kernel/raw-lines.js";

describe("a raw line of kernel", () => {
  it.each([
    ["net/core/somaxconn = 128", ["net.core.somaxconn"]],
    ["-vm.swappiness=1", ["vm.swappiness"]],
    ["vm.swap-piness=1", []],
    ["", []],
    ["net.ipv4.tcp_fin_timeout = 30", []],
  ])("is read for what has a key of its own: %j", (line, settings) => {
    expect(kernelLines(line)).toEqual(settings);
  });
});
