import { describe, expect, it } from "vitest";
import { inApache, inGlobal, inKernel, inListener, inServer } from "../../src/fleet/modelled.js";

describe("a raw line", () => {
  it.each([
    [inGlobal, "maxconn 100", ["maxconn"]],
    [inGlobal, "log 10.0.0.1 local1", []],
    [inGlobal, "tune.maxaccept 10", []],
    [inListener, "timeout  server 9s", ["timeout server"]],
    [inListener, "timeout client-hello 9s", []],
    [inListener, "srvtimeout 9000", ["timeout server"]],
    [inListener, "no option redispatch", ["option redispatch"]],
    [inListener, "option nolinger", []],
    [inListener, "default-server inter 3s weight 5", ["inter", "weight"]],
    [inListener, "bind :8080", []],
    [inListener, "balance leastconn", ["balance"]],
    [inListener, "http-request deny", []],
    [inServer, "send-proxy maxconn 5", ["maxconn"]],
    [inServer, "backup", ["backup"]],
    [inServer, "ssl verify none", []],
    [inApache, "maxclients 20", ["MaxRequestWorkers"]],
    [inApache, "TIMEOUT 20", ["Timeout"]],
    [inApache, "mpm event", []],
    [inApache, "TimeoutOf 20", []],
    [inKernel, "net/core/somaxconn = 128", ["net.core.somaxconn"]],
    [inKernel, "-vm.swappiness=1", ["vm.swappiness"]],
    [inKernel, "net.ipv4.tcp_fin_timeout = 30", []],
  ])("is read for what has a key of its own: %o %j", (reads, line, settings) => {
    expect(reads(line)).toEqual(settings);
  });
});
