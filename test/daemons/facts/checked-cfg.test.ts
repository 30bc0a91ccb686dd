import { expect, it } from "vitest";
import { CFG_SLUGS, caseOf } from "../../rules/cfg/cases.js";
import { startApp } from "../app.js";
import { checkHaproxy, DEFAULTS, startHaproxy } from "../haproxy.js";
import { ask } from "../load.js";
import { freePort, waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

const REFUSED: readonly string[] = ["haproxy/syntax", "haproxy/unknown-backend"];

describeWith(["haproxy"], "haproxy -c of HAProxy 2.6", () => {
  it.each(CFG_SLUGS)("takes what %s finds nothing in", (slug) => {
    expect(checkHaproxy(caseOf(slug, "passes"))).toMatchObject({ status: 0 });
  });

  it.each(CFG_SLUGS.filter((slug) => !REFUSED.includes(slug)))("is silent on what %s finds", (slug) => {
    const { status, said } = checkHaproxy(caseOf(slug, "fails"));
    expect({ status, warned: /WARNING|ALERT/.test(said) }).toEqual({ status: 0, warned: false });
  });

  it.each(REFUSED)("refuses what %s finds", (slug) => {
    expect(checkHaproxy(caseOf(slug, "fails"))).toMatchObject({ status: 1 });
  });
});

describeWith(["haproxy"], "a HAProxy that runs", () => {
  it("sends nothing past a use_backend without a condition", async () => {
    const port = await freePort();
    await startHaproxy(`${DEFAULTS}
frontend web
  bind 127.0.0.1:${port}
  use_backend all
  use_backend some if { path /some }
backend all
  http-request return status 202
backend some
  http-request return status 203
`);
    expect((await ask({ port, path: "/some" })).status).toBe(202);
  });

  it("checks by the last option httpchk, and balances by the last balance", async () => {
    const app = await startApp("a");
    const port = await freePort();
    const haproxy = await startHaproxy(`${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  option httpchk GET /first
  option httpchk GET /last
  balance roundrobin
  balance leastconn
  server a 127.0.0.1:${app.port} check inter 100ms
`);
    await waitFor("checks", () => app.served().length > 1);
    expect(app.served("/first")).toEqual([]);
    expect(app.served("/last").length).toBeGreaterThan(1);
    expect((await haproxy.stat("web", "BACKEND")).algo).toBe("leastconn");
  });

  it("shows its statistics to whoever asks where no password is set", async () => {
    const port = await freePort();
    await startHaproxy(`${DEFAULTS}
listen stats
  bind 127.0.0.1:${port}
  stats uri /
`);
    expect((await ask({ port })).status).toBe(200);
  });
});
