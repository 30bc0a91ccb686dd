import { expect, it } from "vitest";
import { DEFAULTS, startHaproxy } from "../haproxy.js";
import { freePort } from "../machine.js";
import { describeWith } from "../requires.js";

/** Descriptors that HAProxy reckons with (Maxsock of show info). */
const descriptors = async (global: string, servers = ""): Promise<number> => {
  const proxy = await startHaproxy(`global
  ${global}
${DEFAULTS}
listen web
  bind 127.0.0.1:${await freePort()}
${servers}
`);
  return Number(/^Maxsock: (\d+)$/m.exec(await proxy.command("show info"))?.[1]);
};

describeWith(["haproxy"], "the descriptors that HAProxy reckons with", () => {
  it("are two for each connection, two for each pipe, one for each check", async () => {
    const base = await descriptors("maxconn 100\n  maxpipes 0");
    expect(await descriptors("maxconn 150\n  maxpipes 0")).toBe(base + 100);
    expect(await descriptors("maxconn 100\n  maxpipes 20")).toBe(base + 40);
    const server = (name: string) => `  server ${name} 127.0.0.1:1 check\n`;
    expect(await descriptors("maxconn 100\n  maxpipes 0", server("a") + server("b"))).toBe(base + 2);
  });
});
