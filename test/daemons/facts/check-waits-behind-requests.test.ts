import { expect, it } from "vitest";
import { slowScript, startApache } from "../apache.js";
import { DEFAULTS, startHaproxy } from "../haproxy.js";
import { ask, askAtOnce } from "../load.js";
import { freePort, waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

/** HAProxy before two slots of mod_wsgi; the check asks the script, as any request does. */
const startTier = async (words: string) => {
  const script = slowScript(0.25);
  const apache = await startApache(`
WSGIDaemonProcess app processes=2 threads=1
WSGIProcessGroup app
WSGIScriptAlias / ${script.file}
`);
  // The first request to each process waits for the script to be loaded.
  await askAtOnce(4, { port: apache.port });
  const port = await freePort();
  const proxy = await startHaproxy(`${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  timeout queue 10s
  timeout server 10s
  option httpchk GET /
  option log-health-checks
  server app 127.0.0.1:${apache.port} check inter 500ms rise 1 fall 2 ${words}
`);
  await waitFor("a check that passes", () => proxy.log().includes("succeeded"));
  return { port, proxy };
};

describeWith(["haproxy", "apache2", "mod_wsgi", "python3"], "a check that needs a slot", () => {
  it("waits behind the requests: a server that answers them all is called DOWN, and 503 follow", async () => {
    const { port, proxy } = await startTier("");
    const flood = askAtOnce(24, { port });
    await waitFor("the server to be DOWN", () => proxy.log().includes("Server web/app is DOWN"), 8_000);
    expect(proxy.failedChecks().map((check) => check.reason)).toEqual(["Layer7 timeout", "Layer7 timeout"]);
    expect((await ask({ port })).status).toBe(503);
    expect((await flood).map((answer) => answer.status)).toEqual(Array(24).fill(200));
  });

  it("finds one where maxconn leaves it one: the same requests wait in HAProxy, and none is refused", async () => {
    const { port, proxy } = await startTier("maxconn 1");
    const answers = await askAtOnce(8, { port });
    expect(answers.map((answer) => answer.status)).toEqual(Array(8).fill(200));
    expect(proxy.failedChecks()).toEqual([]);
  });
});
