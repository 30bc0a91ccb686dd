import { expect, it } from "vitest";
import { checkHaproxy } from "../haproxy.js";
import { describeWith } from "../requires.js";

const config = (...lines: readonly string[]): string => `defaults
  mode http
  timeout connect 1s
  timeout client 1s
  timeout server 1s
frontend web
  bind 127.0.0.1:1
  ${lines.join("\n  ")}
backend app
  server a 127.0.0.1:2
`;

describeWith(["haproxy"], "HAProxy", () => {
  it("takes the last of two default_backend lines, and says nothing of the first", () => {
    const { status, said } = checkHaproxy(config("default_backend none", "default_backend app"));
    expect({ status, said }).toEqual({ status: 0, said: expect.not.stringMatching(/WARNING|ALERT/) });
    expect(checkHaproxy(config("default_backend app", "default_backend none")).said).toContain("'none'");
  });

  it("warns by itself of a timeout that a proxy sets twice, but not of one in defaults", () => {
    expect(
      checkHaproxy(config("timeout client 2s", "timeout client 3s", "default_backend app")).said,
    ).toContain("overwriting 'timeout client'");
    const twice = config("default_backend app").replace(
      "timeout client 1s",
      "timeout client 2s\n  timeout client 1s",
    );
    expect(checkHaproxy(twice).said).not.toMatch(/WARNING|ALERT/);
  });

  it("returns a page with marks of a template in it", () => {
    const page = '"<p>{{a}} <%= %ci %></p>"';
    const line = `http-request return status 200 content-type text/html lf-string ${page}`;
    expect(checkHaproxy(config(line, "default_backend app")).status).toBe(0);
  });
});
