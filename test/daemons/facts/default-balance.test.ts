import { expect, it } from "vitest";
import { defaultIn } from "../../../src/haproxy/defaults.js";
import { startApp } from "../app.js";
import { DEFAULTS, haproxyVersion, startHaproxy } from "../haproxy.js";
import { askInTurn } from "../load.js";
import { freePort } from "../machine.js";
import { describeWith } from "../requires.js";

describeWith(["haproxy"], "HAProxy without a balance line", () => {
  const byDefault = defaultIn(haproxyVersion(), "balance");

  it(`balances by ${byDefault}`, async () => {
    const [a, b] = [await startApp("a"), await startApp("b")];
    const port = await freePort();
    const proxy = await startHaproxy(`${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  server a 127.0.0.1:${a.port}
  server b 127.0.0.1:${b.port}
`);
    // show stat has no word for random.
    const { algo } = await proxy.stat("web", "BACKEND");
    expect(algo).toBe(byDefault === "random" ? "unknown" : byDefault);
    const answers = await askInTurn(6, { port });
    if (byDefault === "roundrobin")
      expect(answers.map((answer) => answer.body)).toEqual(["a", "b", "a", "b", "a", "b"]);
  });
});
