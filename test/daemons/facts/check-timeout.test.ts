import { expect, it } from "vitest";
import { defaultIn } from "../../../src/haproxy/defaults.js";
import { HELD, startApp } from "../app.js";
import { DEFAULTS_BUT_CHECKS, haproxyVersion, startHaproxy } from "../haproxy.js";
import { freePort, listening, waitFor } from "../machine.js";
import { startPython } from "../python.js";
import { describeWith } from "../requires.js";

/** An app server that takes the connection and never answers. */
const mute = async (): Promise<number> => (await startApp("mute", () => HELD)).port;

/** An app server whose backlog is full: the kernel drops what wants to connect. */
const deaf = async (): Promise<number> => {
  const port = await freePort();
  const program = `
import socket, time
server = socket.create_server(("127.0.0.1", ${port}), backlog=0)
client = socket.create_connection(("127.0.0.1", ${port}))
time.sleep(3600)
`;
  await startPython(program, [], () => listening(port)?.waiting === 1);
  return port;
};

/** The first check that fails on each server: how long it lasted, and what HAProxy calls its end. */
const failedChecks = async (servers: readonly string[], lines: readonly string[]) => {
  const proxy = await startHaproxy(`${DEFAULTS_BUT_CHECKS}
listen web
  bind 127.0.0.1:${await freePort()}
  option httpchk GET /check
  option log-health-checks
  ${[...lines, ...servers].join("\n  ")}
`);
  await waitFor("the checks to fail", () => proxy.failedChecks().length >= servers.length);
  return proxy.failedChecks().slice(0, servers.length);
};

describeWith(["haproxy", "python3", "ss"], "a health check", () => {
  // What would make it longer is an hour.
  it.each([
    // Without timeout check.
    ["connected", "timeout connect 1h", "Layer7 timeout", "300ms", 300],
    ["not connected", "timeout connect 1h", "Layer4 timeout", "300ms", 300],
    ["not connected", "timeout connect 50ms", "Layer4 timeout", "300ms", 300],
    // With it.
    ["connected", "timeout connect 1h, timeout check 700ms", "Layer7 timeout", "300ms", 700],
    ["not connected", "timeout connect 1h, timeout check 1h", "Layer4 timeout", "300ms", 300],
    ["not connected", "timeout connect 50ms, timeout check 1h", "Layer4 timeout", "1h", 50],
  ])("%s, with %s: %s with inter %s after %d ms", async (state, lines, reason, inter, expected) => {
    const port = await (state === "connected" ? mute() : deaf());
    const [check] = await failedChecks(
      [`server app 127.0.0.1:${port} check inter ${inter}`],
      lines.split(", "),
    );
    expect(check?.reason).toBe(reason);
    expect(check?.milliseconds).toBeGreaterThanOrEqual(expected - 5);
  });

  const ends = defaultIn(haproxyVersion(), "endsCheckInTime");

  it.runIf(ends)("of inter 1h ends with a timeout check of 200ms", async () => {
    const [check] = await failedChecks(
      [`server app 127.0.0.1:${await mute()} check inter 1h`],
      ["timeout check 200ms"],
    );
    expect(check?.reason).toBe("Layer7 timeout");
    expect(check?.milliseconds).toBeGreaterThanOrEqual(195);
  });

  it.skipIf(ends)("of inter 800ms may last as long, though timeout check is 200ms", async () => {
    // 2.6 sets the timer again once the connection stands, but does not move it forward in its queue (tcpcheck.c).
    const app = await mute();
    const servers = Array.from(
      { length: 12 },
      (_, index) => `server app${index} 127.0.0.1:${app} check inter 800ms`,
    );
    const checks = await failedChecks(servers, ["timeout check 200ms"]);
    const times = checks.map((check) => check.milliseconds);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(195);
    expect(Math.max(...times)).toBeGreaterThan(600);
  });
});
