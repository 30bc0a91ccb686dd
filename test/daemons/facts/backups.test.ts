import { expect, it } from "vitest";
import { startApp } from "../app.js";
import { DEFAULTS, startHaproxy } from "../haproxy.js";
import { askInTurn } from "../load.js";
import { freePort, waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

/** Who answers eight requests, by name: two active servers, of which `dead` are down, and three backups. */
const answering = async (dead: number, lines = "", deadBackups = 0): Promise<readonly string[]> => {
  const names = ["active1", "active2", "backup1", "backup2", "backup3"];
  const isDead = (index: number) => (index < 2 ? index < dead : index - 2 < deadBackups);
  const apps = await Promise.all(names.map((name) => startApp(name)));
  const closed = await freePort();
  const port = await freePort();
  const proxy = await startHaproxy(`${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  ${lines}
  default-server check inter 100ms fall 1
${names
  .map((name, index) => {
    const to = isDead(index) ? closed : apps[index]?.port;
    return `  server ${name} 127.0.0.1:${to} ${index < 2 ? "" : "backup"}`;
  })
  .join("\n")}
`);
  await waitFor("the dead to be DOWN", async () => {
    const rows = (await proxy.stats()).filter((row) => names.includes(row.svname ?? ""));
    return rows.every((row, index) => row.status === (isDead(index) ? "DOWN" : "UP"));
  });
  const answers = await askInTurn(8, { port });
  return [...new Set(answers.map((answer) => answer.body))].sort();
};

describeWith(["haproxy"], "backup servers", () => {
  it("do not serve while an active server is up", async () => {
    expect(await answering(1)).toEqual(["active2"]);
    expect(await answering(1, "option allbackups")).toEqual(["active2"]);
  });

  it("serve one alone, the first, once every active server is down", async () => {
    expect(await answering(2)).toEqual(["backup1"]);
  });

  it("serve the first that is up", async () => {
    expect(await answering(2, "", 1)).toEqual(["backup2"]);
  });

  it("serve together with option allbackups", async () => {
    expect(await answering(2, "option allbackups")).toEqual(["backup1", "backup2", "backup3"]);
  });
});
