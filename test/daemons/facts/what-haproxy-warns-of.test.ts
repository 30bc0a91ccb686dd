import { expect, it } from "vitest";
import { checkHaproxy } from "../haproxy.js";
import { describeWith } from "../requires.js";

const TIMEOUTS = "timeout connect 1s\n  timeout client 1s\n  timeout server 1s";

const listen = (lines: string, timeouts = TIMEOUTS): string =>
  `listen web\n  bind 127.0.0.1:1\n  ${timeouts}\n  ${lines}\n  server app 127.0.0.1:2\n`;

describeWith(["haproxy"], "haproxy -c, version 2.6, accepts and warns of", () => {
  it.each([
    ["balance by a header in TCP mode", listen("balance hdr(Host)"), "Falling back to round robin"],
    ["balance uri in TCP mode", listen("balance uri"), "Falling back to round robin"],
    ["balance url_param in TCP mode", listen("balance url_param id"), "Falling back to round robin"],
    ["option httplog in TCP mode", listen("option httplog"), "Falling back to 'option tcplog'"],
    ["option forwardfor in TCP mode", listen("option forwardfor"), "ignored"],
    ["a listener without timeouts", listen("mode http", ""), "missing timeouts"],
  ])("%s", (_title, config, said) => {
    const result = checkHaproxy(config);
    expect(result.status).toBe(0);
    expect(result.said).toContain("[WARNING]");
    expect(result.said).toContain(said);
  });

  it.each([
    "option httpclose",
    "option http-server-close",
    "option http-keep-alive",
    "timeout http-request 1s",
  ])("nothing of %s in TCP mode", (line) => {
    const { status, said } = checkHaproxy(listen(line));
    expect(status).toBe(0);
    expect(said).not.toContain("[WARNING]");
  });
});
