import { expect, it } from "vitest";
import { waitFor } from "../../../tools/daemons/wait-for.js";
import { startApp } from "../app.js";
import { DEFAULTS, startHaproxy } from "../haproxy.js";
import { askInTurn } from "../load.js";
import { freePort } from "../machine.js";
import { describeWith } from "../requires.js";

describeWith(["haproxy"], "a backend that no frontend leads to", () => {
  it("starts without a word, is checked, and gets no request", async () => {
    const [used, left] = [await startApp("used"), await startApp("left")];
    const port = await freePort();
    const proxy = await startHaproxy(`${DEFAULTS}
frontend web
  bind 127.0.0.1:${port}
  default_backend used
backend used
  server a 127.0.0.1:${used.port}
backend left
  option httpchk GET /check
  server b 127.0.0.1:${left.port} check inter 100ms
`);
    const answers = await askInTurn(20, { port });
    expect(new Set(answers.map((answer) => answer.body))).toEqual(new Set(["used"]));
    expect(proxy.log()).not.toMatch(/\[(?:WARNING|ALERT)\]/);
    await waitFor("checks of the backend", () => left.served("/check").length > 1);
    expect(left.served("/").length).toBe(0);
  });
});
