import { expect, it } from "vitest";
import { startApache } from "../apache.js";
import { DEFAULTS, startHaproxy } from "../haproxy.js";
import { waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

/** What Apache makes of a health check with these lines: the status of the server, and its last answer. */
const checked = async (...lines: readonly string[]) => {
  const apache = await startApache("Redirect 204 /");
  const proxy = await startHaproxy(`${DEFAULTS}
listen web
  ${lines.join("\n  ")}
  server app 127.0.0.1:${apache.port} check inter 100ms fall 1
`);
  await waitFor("a check", async () => (await proxy.stat("web", "app")).check_code !== "");
  const { status, check_code } = await proxy.stat("web", "app");
  // From 3.3 on it is UP for good with its second check: UP 0/1.
  return { status: status?.split(" ")[0], code: check_code };
};

describeWith(["haproxy", "apache2", "mod_wsgi"], "a health check by HTTP/1.1", () => {
  it("is answered 400 by Apache, and the server is DOWN, as HAProxy sends no Host", async () => {
    expect(await checked("option httpchk GET / HTTP/1.1")).toEqual({ status: "DOWN", code: "400" });
  });

  it("passes with Host", async () => {
    expect(await checked("option httpchk GET / HTTP/1.1", "http-check send hdr Host example.org")).toEqual({
      status: "UP",
      code: "204",
    });
  });

  it("passes by HTTP/1.0, which is what no version means", async () => {
    expect(await checked("option httpchk GET /")).toEqual({ status: "UP", code: "204" });
  });
});
