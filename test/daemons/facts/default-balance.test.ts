import { expect, it } from "vitest";
import { startApp } from "../app.js";
import { DEFAULTS, startHaproxy } from "../haproxy.js";
import { askInTurn } from "../load.js";
import { freePort } from "../machine.js";
import { describeWith } from "../requires.js";

describeWith(["haproxy"], "HAProxy 2.6 without a balance line", () => {
  it("balances round robin", async () => {
    const [a, b] = [await startApp("a"), await startApp("b")];
    const port = await freePort();
    const proxy = await startHaproxy(`${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  server a 127.0.0.1:${a.port}
  server b 127.0.0.1:${b.port}
`);
    expect((await proxy.stat("web", "BACKEND")).algo).toBe("roundrobin");
    const answers = await askInTurn(6, { port });
    expect(answers.map((answer) => answer.body)).toEqual(["a", "b", "a", "b", "a", "b"]);
  });
});
