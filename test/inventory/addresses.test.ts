import { describe, expect, it } from "vitest";
import { validate } from "../../src/api/library.js";
import { fleetOf, rulesOf } from "./from-text.js";

describe("an address", () => {
  const address = (text: string) => `app_servers: { app1: { address: ${JSON.stringify(text)} } }`;
  const bind = (text: string) => `haproxy: { listeners: { other: { bind: ${JSON.stringify(text)} } } }`;

  it.each([
    "[::1",
    "::1]",
    "999.1.1.1",
    "1.2.3",
    "01.2.3.4",
    "1::2::3",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "12345::",
    "[10.0.0.1]",
  ])("%s is none", (text) => {
    expect(rulesOf(address(text))).toEqual(["schema/value test.yaml:2"]);
  });

  it.each([
    "10.5.126.38",
    "app1.example.org",
    "1app",
    "::1",
    "[2001:db8::1]",
    "1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7::",
    "::ffff:10.0.0.1",
  ])("%s is one", (text) => {
    expect(rulesOf(address(text))).toEqual([]);
  });

  it.each(["999.1.1.1:80", "[::1:80", "[1::2::3]:80", "1.2.3:80", "x:0", "x:65536", "80"])(
    "%s is nowhere to listen",
    (text) => {
      expect(rulesOf(bind(text))).toEqual(["schema/value test.yaml:2"]);
    },
  );

  it.each([":81", "*:81", "0:81", "0.0.0.0:81", "[::1]:81", "[::]:81", "lb1:81"])("%s is", (text) => {
    expect(rulesOf(bind(text))).toEqual([]);
  });

  it.each([":10002", "*:10002", "0:10002", "0.0.0.0:10002"])(
    "%s is the one that 0.0.0.0:10002 is",
    (text) => {
      const { findings } = validate(fleetOf(bind(text)), { today: "2026-01-01" });
      expect(findings.filter(({ rule }) => rule === "haproxy/duplicate-bind")).toHaveLength(1);
    },
  );
});
