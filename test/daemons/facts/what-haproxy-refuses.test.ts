import { expect, it } from "vitest";
import { checkHaproxy } from "../haproxy.js";
import { describeWith } from "../requires.js";

const DEFAULTS = `
defaults
  mode http
  timeout connect 1s
  timeout client 1s
  timeout server 1s
`;

const listen = (lines: string): string => `${DEFAULTS}\nlisten web\n  bind 127.0.0.1:1\n  ${lines}\n`;

describeWith(["haproxy"], "haproxy -c, version 2.6", () => {
  it.each([
    [
      "an address on the listen line, as 1.3 and 1.4 had it",
      `${listen("")}listen old 127.0.0.1:2\n  server app 127.0.0.1:3\n`,
      "please use the 'bind' keyword",
    ],
    ["nbproc", `global\n  nbproc 2\n${listen("")}`, "nbproc"],
    ["contimeout, as 1.3 had timeout connect", listen("contimeout 5000"), "contimeout"],
    ["a keyword that it does not know", listen("maxcon 5"), "unknown keyword 'maxcon'"],
    [
      "a server whose name does not resolve",
      listen("server app no-such-host.invalid:80"),
      "could not resolve address",
    ],
  ])("refuses %s", (_title, config, said) => {
    const result = checkHaproxy(config);
    expect(result).toEqual({ status: 1, said: expect.stringContaining("[ALERT]") });
    expect(result.said).toContain(said);
  });

  it("accepts a server whose name does not resolve with -dr", () => {
    expect(checkHaproxy(listen("server app no-such-host.invalid:80"), "-dr").status).toBe(0);
  });

  it.each([
    ["a frontend's maxconn over the global one", `global\n  maxconn 10\n${listen("maxconn 10000")}`],
    [
      "more requests to a server than the frontend takes",
      listen("maxconn 10\n  server app 127.0.0.1:2 maxconn 10000"),
    ],
    ["minconn over maxconn", listen("server app 127.0.0.1:2 minconn 9 maxconn 2")],
    [
      "a timeout check far longer than inter",
      listen("timeout check 60s\n  server app 127.0.0.1:2 check inter 1s"),
    ],
    [
      "a timeout queue longer than the client's",
      listen("timeout queue 600s\n  server app 127.0.0.1:2 maxconn 1"),
    ],
    [
      "one server twice, in two listeners",
      `${listen("server app 127.0.0.1:2 maxconn 90")}listen two\n  bind 127.0.0.1:3\n  server app 127.0.0.1:2 maxconn 90\n`,
    ],
  ])("says nothing of %s, not even with -dD", (_title, config) => {
    const { status, said } = checkHaproxy(config, "-dD");
    expect(status).toBe(0);
    // Of the machine's CPUs later versions say something, whatever they are asked.
    expect(said.replace(/^\[DIAG\].*CPU.*$/m, "")).not.toMatch(/\[(?:WARNING|ALERT|DIAG)\]/);
  });
});
