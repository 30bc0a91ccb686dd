import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { heldScript, startApache } from "../apache.js";
import { startApp } from "../app.js";
import { startFull } from "../full-server.js";
import { DEFAULTS, DEFAULTS_BUT_CHECKS, startHaproxy } from "../haproxy.js";
import { askAtOnce } from "../load.js";
import { freePort, waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

/** HAProxy before two slots of mod_wsgi. */
const startTier = async (check: string) => {
  const script = heldScript();
  const apache = await startApache(`
WSGIDaemonProcess app processes=2 threads=1
WSGIProcessGroup app
WSGIScriptAlias /app ${script.file}
`);
  await askAtOnce(4, { port: apache.port, path: "/app/check" });
  const port = await freePort();
  const proxy = await startHaproxy(`${DEFAULTS_BUT_CHECKS}
listen web
  bind 127.0.0.1:${port}
  option log-health-checks
  timeout check 300ms
  ${check}
  server app 127.0.0.1:${apache.port} check inter 100ms rise 1 fall 2
`);
  await waitFor("a check that passes", () => proxy.log().includes("succeeded"));
  return { port, proxy, script };
};

describeWith(["haproxy", "apache2", "mod_wsgi", "python3"], "a check beside slots that are all busy", () => {
  it.each([
    ["opens a connection only", ""],
    [
      "asks for what the web server answers by itself",
      "option httpchk GET /none\n  http-check expect status 404",
    ],
  ])("takes none of them where it %s, and passes", async (_, check) => {
    const { port, proxy, script } = await startTier(check);
    const flood = askAtOnce(8, { port, path: "/app/x" });
    await waitFor("both slots to be busy", () => script.begun() === 2);
    await sleep(1_500);
    expect(proxy.failedChecks()).toEqual([]);
    expect((await proxy.stat("web", "app")).status).toBe("UP");
    script.release();
    expect((await flood).map(({ status }) => status)).toEqual(Array(8).fill(200));
  });
});

describeWith(["haproxy", "python3", "ss"], "a check that opens a connection only", () => {
  it("fails where the accept queue is full", async () => {
    const full = await startFull();
    const proxy = await startHaproxy(`${DEFAULTS_BUT_CHECKS}
listen web
  option log-health-checks
  server app 127.0.0.1:${full} check inter 200ms rise 1 fall 1
`);
    await waitFor("the server to be DOWN", () => proxy.log().includes("Server web/app is DOWN"));
    expect(proxy.failedChecks()[0]?.reason).toBe("Layer4 timeout");
  });
});

describeWith(["haproxy"], "what a check asks for", () => {
  it.each([
    [["option httpchk GET /one", "option httpchk GET /two"], "/two"],
    [["option httpchk GET /one", "option tcp-check"], undefined],
    [["option tcp-check", "option httpchk GET /two"], "/two"],
    [["option httpchk GET /one", "http-check send meth GET uri /sent"], "/sent"],
    [["http-check send meth GET uri /sent"], undefined],
    [["option httpchk GET /one HTTP/1.1\\r\\nHost:\\ www.example.org"], "/one"],
  ])("is what the last of its options says, and http-check send: %s", async (lines, path) => {
    const app = await startApp("app");
    const proxy = await startHaproxy(`${DEFAULTS}
listen web
  ${lines.join("\n  ")}
  option log-health-checks
  server app 127.0.0.1:${app.port} check inter 100ms
`);
    await waitFor("a check", () => proxy.log().includes("check duration"));
    expect([...new Set(app.served().map((served) => served.path))]).toEqual(path === undefined ? [] : [path]);
  });
});
