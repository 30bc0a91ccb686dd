import { expect, it } from "vitest";
import { startApp } from "../app.js";
import { DEFAULTS, startHaproxy } from "../haproxy.js";
import { askInTurn } from "../load.js";
import { freePort, waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

describeWith(["haproxy"], "a server that goes DOWN", () => {
  it("leaves its share to the others: of three, each of the two serves half", async () => {
    const [a, b, c] = [await startApp("a"), await startApp("b"), await startApp("c")];
    const port = await freePort();
    const proxy = await startHaproxy(`${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  balance roundrobin
  server a 127.0.0.1:${a.port}
  server b 127.0.0.1:${b.port}
  server c 127.0.0.1:${c.port}
`);
    const shares = async (): Promise<number[]> => {
      const answers = await askInTurn(12, { port });
      return ["a", "b", "c"].map((name) => answers.filter((answer) => answer.body === name).length);
    };
    expect(await shares()).toEqual([4, 4, 4]);
    await proxy.command("set server web/a health down");
    await waitFor("a to be DOWN", async () => (await proxy.stat("web", "a")).status === "DOWN");
    expect(await shares()).toEqual([0, 6, 6]);
  });
});
