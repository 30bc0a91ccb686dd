import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { childrenOf } from "./children.js";
import { listening, somaxconn, tempFolder, waitFor } from "./machine.js";
import { MIRRORS, startMirrorlistServer } from "./mirrorlist.js";
import { describeWith } from "./requires.js";

/** Sends one line to the server; the answer is all that it sends until it closes. */
const askServer = (socket: string, line: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = "";
    const connection = connect(socket, () => connection.write(`${line}\n`));
    connection.setEncoding("utf8");
    connection.on("data", (text: string) => {
      answer += text;
    });
    connection.once("error", reject);
    connection.once("close", () => resolve(answer));
  });

/** Opens connections that say nothing: each holds one child. */
const hold = (socket: string, count: number): void => {
  for (let opened = 0; opened < count; opened++) {
    const connection = connect(socket).on("error", () => undefined);
    onTestFinished(() => void connection.destroy());
  }
};

const REQUEST = JSON.stringify({ repo: "fedora-40", arch: "x86_64" });

describeWith(["python3", "ss"], "mirrorlist_server with the rendered settings", () => {
  it("answers with the mirrors of its cache, and says what it lacks", async () => {
    const { socket } = await startMirrorlistServer("prod");
    expect(await askServer(socket, REQUEST)).toBe(`${MIRRORS.join("\n")}\n`);
    expect(await askServer(socket, JSON.stringify({ repo: "fedora-99", arch: "x86_64" }))).toMatch(
      /^# no mirrors/,
    );
    expect(await askServer(socket, "nonsense")).toMatch(/^# send/);
  });

  it.each([
    ["before", 5],
    ["prod", 300],
    ["tuned", 128],
  ] as const)("of %s listens with the rendered request_queue_size, %d", async (environment, rendered) => {
    const { socket, settings } = await startMirrorlistServer(environment);
    expect(settings).toContain(`request_queue_size = ${rendered}\n`);
    expect(listening(socket)?.backlog).toBe(Math.min(rendered, somaxconn()));
  });

  it.each([
    ["prod", [], 40],
    ["prod", ["mirrorlist.server.max_children=7"], 7],
    ["tuned", [], 100],
  ] as const)(
    "of %s with %j has the rendered max_children, %d, at most",
    async (environment, sets, rendered) => {
      const { socket, settings, daemon } = await startMirrorlistServer(environment, sets);
      expect(settings).toContain(`max_children = ${rendered}\n`);
      hold(socket, rendered + 5);
      await waitFor(
        "the children, and connections that wait for one",
        () => childrenOf(daemon.pid).length === rendered && listening(socket)?.waiting === 5,
      );
      // More would be taken now, if they were.
      await sleep(200);
      expect([childrenOf(daemon.pid).length, listening(socket)?.waiting]).toEqual([rendered, 5]);
    },
  );

  it("reaps its children: few are left at any time, and none after the last request", async () => {
    const { socket, daemon } = await startMirrorlistServer("prod");
    let most = 0;
    for (let turn = 0; turn < 100; turn++) {
      await askServer(socket, REQUEST);
      most = Math.max(most, childrenOf(daemon.pid).length);
    }
    expect(most).toBeLessThan(20);
    await waitFor("the children to be gone", () => childrenOf(daemon.pid).length === 0);
  });

  it("takes over the socket that a killed one left behind", async () => {
    const first = await startMirrorlistServer("prod");
    process.kill(first.daemon.pid, "SIGKILL");
    await waitFor("it to end", () => !first.daemon.isRunning());
    const second = await startMirrorlistServer("prod", [], first.folder);
    expect(await askServer(second.socket, REQUEST)).toContain(MIRRORS[0]);
  });

  it("names the file and the reason where its cache can't be read", async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, "mirrors.json"), "not JSON");
    await expect(startMirrorlistServer("prod", [], folder)).rejects.toThrow(
      `mirrorlist_server: cache_file ${folder}/mirrors.json is not JSON`,
    );
  });
});
