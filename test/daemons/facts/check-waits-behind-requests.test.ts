import { expect, it } from "vitest";
import { heldScript, startApache } from "../apache.js";
import { DEFAULTS_BUT_CHECKS, startHaproxy } from "../haproxy.js";
import { ask, askAtOnce } from "../load.js";
import { freePort, waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

/** HAProxy before two slots of mod_wsgi; the check needs one of them, as any request does. */
const startTier = async (check: string, words: string) => {
  const script = heldScript();
  const apache = await startApache(`
WSGIDaemonProcess app processes=2 threads=1
WSGIProcessGroup app
WSGIScriptAlias / ${script.file}
`);
  // The first request to each process waits for the script to be loaded.
  await askAtOnce(4, { port: apache.port, path: "/check" });
  const port = await freePort();
  const proxy = await startHaproxy(`${DEFAULTS_BUT_CHECKS}
listen web
  bind 127.0.0.1:${port}
  option httpchk GET /check
  option log-health-checks
  timeout check ${check}
  server app 127.0.0.1:${apache.port} check inter 200ms rise 1 fall 2 ${words}
`);
  await waitFor("a check that passes", () => proxy.log().includes("succeeded"));
  return { port, proxy, script };
};

describeWith(["haproxy", "apache2", "mod_wsgi", "python3"], "a check that needs a slot", () => {
  it("waits behind the requests: a server that answers them all is called DOWN, and 503 follow", async () => {
    const { port, proxy, script } = await startTier("500ms", "");
    const flood = askAtOnce(24, { port });
    await waitFor("the server to be DOWN", () => proxy.log().includes("Server web/app is DOWN"));
    expect(new Set(proxy.failedChecks().map((check) => check.reason))).toEqual(new Set(["Layer7 timeout"]));
    expect((await ask({ port })).status).toBe(503);
    script.release();
    expect((await flood).map((answer) => answer.status)).toEqual(Array(24).fill(200));
  });

  it("finds one where maxconn leaves it one: the same requests wait in HAProxy, and none is refused", async () => {
    const { port, proxy, script } = await startTier("1h", "maxconn 1");
    const answers = askAtOnce(8, { port });
    await waitFor("a request to have its slot", () => script.begun() === 1);
    const checks = script.begun("check");
    await waitFor("two checks to have theirs", () => script.begun("check") >= checks + 2);
    script.release();
    expect((await answers).map((answer) => answer.status)).toEqual(Array(8).fill(200));
    expect(proxy.failedChecks()).toEqual([]);
  });
});
