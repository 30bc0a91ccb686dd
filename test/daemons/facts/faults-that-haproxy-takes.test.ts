import { expect, it } from "vitest";
import { checkConfiguration } from "../../../src/cfg-rules/check.js";
import { readConfiguration } from "../../../src/cfg-rules/configuration.js";
import { checkHaproxy } from "../haproxy.js";
import { describeWith } from "../requires.js";

const config = (web: string, app = "", other = ""): string => `global
  maxconn 100
defaults
  mode http
  timeout connect 1s
  timeout client 1s
  timeout server 1s
frontend web
  bind 127.0.0.1:1
  default_backend app
  ${web}
backend app
  server a 127.0.0.1:2 check
  ${app}
${other}`;

describeWith(["haproxy"], "HAProxy says nothing of", () => {
  it.each<readonly [string, string]>([
    ["cfg/duplicate-address", config("", "server b 127.0.0.1:2 check")],
    ["cfg/maxconn-over-global", config("maxconn 200")],
    ["cfg/unchecked-server", config("", "server b 127.0.0.1:3")],
    ["cfg/unused-backend", config("", "", "backend left\n  server a 127.0.0.1:4\n")],
    ["cfg/set-twice", config("maxconn 50\n  maxconn 60")],
    ["cfg/set-twice", config("", "option httpchk GET /a\n  option httpchk GET /b")],
    ["cfg/set-twice", config("", "balance source\n  balance roundrobin")],
    ["cfg/set-twice", config("").replace("timeout server 1s", "timeout server 2s\n  timeout server 3s")],
    ["cfg/set-twice", config("", "hash-type consistent\n  hash-type map-based")],
    ["cfg/set-twice", config("", "fullconn 5\n  fullconn 6")],
    ["cfg/set-twice", config("", "retries 5\n  retries 6")],
    ["cfg/set-twice", config("", "mode tcp\n  mode http")],
    [
      "cfg/set-twice",
      config(
        "default_backend left",
        "",
        "backend left\n  server a 127.0.0.1:4\n  use-server a if TRUE\n",
      ).replace("default_backend app", "use_backend app if FALSE\n  default_backend app"),
    ],
  ])("%s", (rule, text) => {
    const { status, said } = checkHaproxy(text);
    expect({ status, said }).toEqual({ status: 0, said: expect.not.stringMatching(/WARNING|ALERT/) });
    const found = checkConfiguration(readConfiguration([{ name: "haproxy.cfg", text: `${text}\n` }]));
    expect(found.map((finding) => finding.rule)).toEqual([rule]);
  });

  it("nothing, as the rules do, where there is nothing to say", () => {
    expect(checkConfiguration(readConfiguration([{ name: "haproxy.cfg", text: config("") }]))).toEqual([]);
  });

  it("but of a proxy's timeout, which no rule repeats", () => {
    const text = config("", "timeout server 2s\n  timeout server 3s");
    expect(checkHaproxy(text).said).toContain("overwriting 'timeout server'");
    expect(checkConfiguration(readConfiguration([{ name: "haproxy.cfg", text }]))).toEqual([]);
  });
});

describeWith(["haproxy"], "the line that counts", () => {
  it("is the last: where two say a mode, the servers are those of the second", () => {
    const tcp = checkHaproxy(config("", "mode http\n  mode tcp\n  http-request deny"));
    const http = checkHaproxy(config("", "mode tcp\n  mode http\n  http-request deny"));
    expect(tcp.said).toMatch(/WARNING|ALERT/);
    expect(http.said).not.toMatch(/WARNING|ALERT/);
  });
});
