import { describe, expect, it } from "vitest";
import { inGlobal, inListener, inServer } from "../../src/fleet/modelled.js";

describe("a raw line", () => {
  it.each([
    [inGlobal, "maxconn 100", ["maxconn"]],
    [inGlobal, "log 10.0.0.1 local1", []],
    [inGlobal, "tune.maxaccept 10", []],
    [inGlobal, "  nbthread 4", ["nbthread"]],
    [inGlobal, "setenv maxconn 4", []],
    [inGlobal, "directives 4", []],
    [inListener, "timeout  server 9s", ["timeout server"]],
    [inListener, "timeout client-hello 9s", []],
    [inListener, "srvtimeout 9000", ["timeout server"]],
    [inListener, "no option redispatch", ["option redispatch"]],
    [inListener, "option nolinger", []],
    [inListener, "default-server inter 3s weight 5", ["inter", "weight"]],
    [inListener, "bind :8080", []],
    [inListener, "  no   option redispatch", ["option redispatch"]],
    [inListener, "nono option redispatch", []],
    [inListener, "acl no option redispatch", []],
    [inListener, "stick server 9s", []],
    [inListener, "stats redispatch", []],
    [inListener, "timeout", []],
    [inListener, "log global", []],
    [inListener, "slots mirrorlist", []],
    [inListener, "hosts app1", []],
    [inListener, "servers app1", []],
    [inListener, "directives app1", []],
    [inListener, "clitimeout 9000", ["timeout client"]],
    [inListener, "contimeout 9000", ["timeout connect"]],
    [inListener, "balance leastconn", ["balance"]],
    [inListener, "http-request deny", []],
    [inServer, "send-proxy maxconn 5", ["maxconn"]],
    [inServer, "backup", ["backup"]],
    [inServer, "ssl verify none", []],
  ])("is read for what has a key of its own: %o %j", (reads, line, settings) => {
    expect(reads(line)).toEqual(settings);
  });
});
