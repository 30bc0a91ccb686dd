import { describe, expect, it } from "vitest";
import { verdictOn } from "./requires.js";

describe("tests with real daemons", () => {
  it("run where every program is there", () => {
    expect(verdictOn([], false)).toEqual({ kind: "run" });
    expect(verdictOn([], true)).toEqual({ kind: "run" });
  });

  it("wait where one is missing, and say which package brings it and how to get it", () => {
    const verdict = verdictOn(["mod_wsgi"], false);
    expect(verdict).toEqual({
      kind: "waits",
      said: "mod_wsgi (Debian: libapache2-mod-wsgi-py3) is not installed; npm run daemons installs what is missing",
    });
  });

  it("fail on a CI system, where a program that is missing would hide the lot", () => {
    expect(verdictOn(["haproxy", "ss"], true)).toEqual({
      kind: "fails",
      said: "haproxy (Debian: haproxy), ss (Debian: iproute2) are not installed; npm run daemons installs what is missing",
    });
  });
});
