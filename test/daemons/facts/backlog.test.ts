import { expect, it } from "vitest";
import { checkHaproxy, DEFAULTS, startHaproxy } from "../haproxy.js";
import { freePort, listening, somaxconn } from "../machine.js";
import { describeWith } from "../requires.js";

/** The backlog that the kernel has for a listener of these lines. */
const backlogOf = async (bind: string, lines = "", ofProcess = ""): Promise<number | undefined> => {
  const port = await freePort();
  await startHaproxy(`
global
  ${ofProcess}
${DEFAULTS}
listen web
  bind 127.0.0.1:${port} ${bind}
  ${lines}
`);
  return listening(port)?.backlog;
};

describeWith(["haproxy", "ss"], "the backlog of a HAProxy listener", () => {
  it("is that of its bind line", async () => {
    expect(await backlogOf("backlog 70", "backlog 60\n  maxconn 50")).toBe(70);
  });

  it("is the section's where the bind line has none", async () => {
    expect(await backlogOf("", "backlog 60\n  maxconn 50")).toBe(60);
  });

  it("is the section's maxconn where neither is set", async () => {
    expect(await backlogOf("", "maxconn 50")).toBe(50);
  });

  it("is the process's maxconn where the section has none", async () => {
    expect(await backlogOf("", "", "maxconn 300")).toBe(300);
  });

  it("is cut to net.core.somaxconn by the kernel, and HAProxy does not say so", async () => {
    const over = somaxconn() + 1_000;
    expect(await backlogOf(`backlog ${over}`)).toBe(somaxconn());
    const { status, said } = checkHaproxy(`${DEFAULTS}
listen web
  no log
  bind 127.0.0.1:1 backlog ${over}
`);
    expect({ status, said }).toEqual({ status: 0, said: expect.not.stringContaining("backlog") });
  });
});
