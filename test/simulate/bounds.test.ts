import { describe, expect, it } from "vitest";
import { builtIn } from "../../src/api/built-in.js";
import { parseRecording } from "../../src/inventory/recording.js";
import { prepare } from "../../src/simulate/simulate.js";
import { fleetWith } from "./small-tier.js";

describe("what is simulated", () => {
  it.each([
    ["a storm that lasts for a year", "over: 366d", /health checks/],
    [
      "clients that ask without end",
      "over: 1s, requests: 10000000, retry: { times: 1000, after: 1s }",
      /retry\.times/,
    ],
  ])("is not %s", (_what, storm, reason) => {
    const fleet = fleetWith(
      `haproxy: { listeners: { web: { server: { check: true, inter: 100ms } } } }\nstorms: { storm: { ${storm} } }`,
    );
    expect(prepare(fleet, {}, builtIn.runtimes)).toEqual({
      ok: false,
      reason: expect.stringMatching(reason),
    });
  });

  it("has no time that no clock tells", () => {
    for (const time of ["1e99", "9".repeat(400)]) {
      const { problems } = parseRecording(`0\n${time}\n`, "t.csv", "");
      expect(problems.map(({ rule, at }) => `${rule} ${at.line}`)).toEqual(["schema/recording 2"]);
    }
  });
});
