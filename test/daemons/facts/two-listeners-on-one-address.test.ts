import { expect, it } from "vitest";
import { startApp } from "../app.js";
import { DEFAULTS, startHaproxy } from "../haproxy.js";
import { askInTurn } from "../load.js";
import { freePort } from "../machine.js";
import { describeWith } from "../requires.js";

describeWith(["haproxy"], "two listeners on one address", () => {
  it("both start without a word, and share the connections", async () => {
    const [a, b] = [await startApp("a"), await startApp("b")];
    const port = await freePort();
    const proxy = await startHaproxy(`${DEFAULTS}
listen one
  bind 127.0.0.1:${port}
  server a 127.0.0.1:${a.port}
listen two
  bind 127.0.0.1:${port}
  server b 127.0.0.1:${b.port}
`);
    // The kernel chooses by a hash of the connection: 60 on one side would be one in 2 ** 59.
    const answers = await askInTurn(60, { port });
    expect(new Set(answers.map((answer) => answer.body))).toEqual(new Set(["a", "b"]));
    expect(proxy.log()).not.toMatch(/\[(?:WARNING|ALERT)\]/);
  });
});
