import { expect, it } from "vitest";
import { isSupported } from "../../src/haproxy/keywords/keyword.js";
import { fleetWith, rendered, SAMPLES } from "../../tools/versions/samples.js";
import { checkHaproxy } from "./haproxy.js";
import { describeWith } from "./requires.js";

const V26 = { major: 2, minor: 6 };
const HTTP = { mode: "http" };

describeWith(["haproxy"], "HAProxy 2.6", () => {
  const both = SAMPLES.map(
    (sample) => [`${sample.section}: ${sample.placed.name} ${JSON.stringify(sample.given)}`, sample] as const,
  );
  const has = both.filter(([, { placed }]) => isSupported(placed.keyword.versions ?? {}, V26));
  const lacks = both.filter(([, { placed }]) => !isSupported(placed.keyword.versions ?? {}, V26));

  it.each(has)("takes %s", (_title, sample) => {
    const config = rendered(fleetWith(sample, HTTP));
    expect(checkHaproxy(config)).toEqual({ status: 0, said: expect.not.stringContaining("[ALERT]") });
  });

  it.each(lacks)("refuses %s", (_title, sample) => {
    const { status, said } = checkHaproxy(rendered(fleetWith(sample, HTTP)));
    expect(status).toBe(1);
    expect(said).toContain(sample.placed.name);
  });
});
