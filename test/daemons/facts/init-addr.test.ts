import { expect, it } from "vitest";
import { SERVER } from "../../../src/haproxy/keywords/server.js";
import { checkHaproxy } from "../haproxy.js";
import { describeWith } from "../requires.js";

const { type } = SERVER["init-addr"];

const said = (methods: string) =>
  checkHaproxy(`
defaults
  timeout connect 1s
  timeout client 1s
  timeout server 1s
listen web
  bind 127.0.0.1:1
  server app 127.0.0.1:2 init-addr ${methods}
`);

describeWith(["haproxy"], "init-addr", () => {
  it.each([
    "last,last",
    "libc,10.255.0.99,none",
    "::",
    "last,::1",
    "2001:db8::1",
    "1:2:3:4:5:6:7:8",
    "1::",
    "1:2:3:4:5:6:7::",
  ])("may be %s, as HAProxy has it", (methods) => {
    expect(type.field("").safeParse(methods).success).toBe(true);
    expect(said(methods).status).toBe(0);
  });

  it.each([
    "foo",
    "last;libc",
    "127.0.0.1,::1",
    "256.0.0.1",
    "1.2.3",
    "1::2::3",
    "1:2:3:4:5:6:7:8:9",
    "12345::",
  ])("may not be %s, as HAProxy has it", (methods) => {
    expect(type.field("").safeParse(methods).success).toBe(false);
    expect(said(methods).status).toBe(1);
  });
});
