import { describe, expect, it } from "vitest";
import { defaultHistory, defaultIn } from "../../src/haproxy/defaults.js";
import { FEATURES, supports, takesThreadsInProcesses } from "../../src/haproxy/dialect.js";
import { isSupported, supportedVersions } from "../../src/haproxy/keywords/keyword.js";
import type { HaproxyVersion } from "../../src/haproxy/version.js";
import { readVersion } from "../../src/haproxy/version.js";

const version = (text: string): HaproxyVersion => {
  const read = readVersion(text);
  if (read === undefined) throw new Error(`${text} is no version`);
  return read;
};

describe("the dialect", () => {
  it.each([
    ["nbproc", "2.4", "2.5"],
    ["nbthread", "1.8", "1.7"],
    ["hard-stop-after", "1.7", "1.6"],
    ["timeout tunnel", "1.5", "1.4"],
    ["option http-keep-alive", "1.5", "1.4"],
    ["balance first", "1.5", "1.4"],
    ["balance random", "1.9", "1.8"],
    ["balance random with a number of draws", "2.0", "1.9"],
    ["IPv6 addresses in brackets", "1.7", "1.6"],
    ["servers with an IPv6 address", "1.5", "1.4"],
  ] as const)("has %s in %s, and not in %s", (name, has, lacks) => {
    expect(supports(version(has), name)).toBe(true);
    expect(supports(version(lacks), name)).toBe(false);
  });

  it("orders 1.10 and the like by number", () => {
    expect(supports(version("3.10"), "balance random")).toBe(true);
    expect(defaultIn(version("3.10"), "balance")).toBe("random");
  });

  it("names the versions that have a feature", () => {
    const versionsOf = (name: string) =>
      FEATURES.filter((feature) => feature.name === name).map(supportedVersions);
    expect(versionsOf("nbproc")).toEqual(["up to 2.4"]);
    expect(versionsOf("nbthread")).toEqual(["1.8 and later"]);
  });

  it("lists nothing that every version has", () => {
    const always = FEATURES.filter(
      (feature) =>
        isSupported(feature, version("1.4")) &&
        isSupported(feature, version("3.4")) &&
        feature.deprecated === undefined,
    );
    expect(always).toEqual([]);
  });

  it("takes threads in several processes from 1.8 up to 1.9", () => {
    const taken = ["1.7", "1.8", "1.9", "2.0", "2.4", "2.5"].filter((text) =>
      takesThreadsInProcesses(version(text)),
    );
    expect(taken).toEqual(["1.8", "1.9"]);
  });
});

describe("a default that has changed", () => {
  it.each([
    ["balance", "3.2", "roundrobin", "3.3", "random"],
    ["abortonclose", "3.2", false, "3.3", true],
    ["fullconn", "1.4", 0, "1.5", 0.1],
    ["maxconn", "1.9", 2000, "2.0", null],
  ] as const)("is that of its version: %s in %s is %s, and in %s %s", (name, before, old, after, now) => {
    expect(defaultIn(version(before), name)).toBe(old);
    expect(defaultIn(version(after), name)).toBe(now);
  });

  it("is told with its history", () => {
    expect(defaultHistory("balance")).toBe("roundrobin, random since 3.3");
  });
});
