import { expect, it } from "vitest";
import { DEFAULTS, startHaproxy } from "../haproxy.js";
import { freePort } from "../machine.js";
import { describeWith } from "../requires.js";

/** What the statistics say of servers between two default-server lines. */
const servers = async (before: string, behind: string) => {
  const [port, app] = [await freePort(), await freePort()];
  const proxy = await startHaproxy(`${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  ${before}
  server first 127.0.0.1:${app}
  server second 127.0.0.1:${app} weight 3
  ${behind}
`);
  const of = async (name: string) => {
    const { weight, agent_status: agent } = await proxy.stat("web", name);
    return { weight, agent: agent !== "" };
  };
  return { first: await of("first"), second: await of("second") };
};

const LINE = "default-server weight 7 agent-check agent-port 1 agent-inter 1h";

describeWith(["haproxy"], "default-server", () => {
  it("is what the servers below it have, where they say nothing else", async () => {
    expect(await servers(LINE, "")).toEqual({
      first: { weight: "7", agent: true },
      second: { weight: "3", agent: true },
    });
  });

  it("is nothing to the servers above it, and HAProxy says nothing of that", async () => {
    expect(await servers("", LINE)).toEqual({
      first: { weight: "1", agent: false },
      second: { weight: "3", agent: false },
    });
  });
});
