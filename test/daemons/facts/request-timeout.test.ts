import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { heldScript, startApache } from "../apache.js";
import { ask, askAtOnce } from "../load.js";
import { waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

const LIMIT = "Daemon process request time limit exceeded, stopping process";
const CUT = "Truncated or oversized response headers received from daemon process";

/** Daemon process groups by their words, each with a script that holds what comes to it; the name is the first part of its path. */
const groups = async (words: Readonly<Record<string, string>>) => {
  const scripts = Object.fromEntries(Object.keys(words).map((name) => [name, heldScript()]));
  const lines = Object.entries(words).flatMap(([name, options]) => [
    `WSGIDaemonProcess ${name} ${options}`,
    `WSGIScriptAlias /${name} ${scripts[name]?.file} process-group=${name} application-group=%{GLOBAL}`,
  ]);
  const apache = await startApache(["LogLevel info", ...lines].join("\n"));
  const script = (name: string) => scripts[name] ?? heldScript();
  const reached = (name: string) => waitFor("the limit", () => apache.log().includes(`${LIMIT} '${name}'`));
  return { ...apache, script, reached };
};

describeWith(["apache2", "mod_wsgi", "python3"], "request-timeout of mod_wsgi", () => {
  it("ends the process, and shutdown-timeout later what it still serves: the client gets 500", async () => {
    const { port, log } = await groups({ app: "processes=1 threads=1 request-timeout=1 shutdown-timeout=2" });
    const { status, milliseconds } = await ask({ port, path: "/app" });
    expect(status).toBe(500);
    expect(milliseconds).toBeGreaterThan(3_000 - 30);
    expect(log()).toContain(LIMIT);
    expect(log()).toContain(CUT);
  });

  it("is the mean over all threads of a process: one request alone takes as many times as long", async () => {
    const words = "processes=1 threads=4 request-timeout=1 shutdown-timeout=1";
    const { port } = await groups({ all: words, one: words });
    const ended: string[] = [];
    const end = async (name: string, requests: number) => {
      const answers = await askAtOnce(requests, { port, path: `/${name}` });
      ended.push(name);
      return answers;
    };
    const [one, all] = await Promise.all([end("one", 1), end("all", 4)]);
    expect([...one, ...all].map(({ status }) => status)).toEqual(Array(5).fill(500));
    expect(ended).toEqual(["all", "one"]);
    for (const { milliseconds } of all) expect(milliseconds).toBeGreaterThan(2_000 - 30);
    expect(one[0]?.milliseconds).toBeGreaterThan(5_000 - 30);
  });

  it("lets requests end within shutdown-timeout, while the process takes no others", async () => {
    const { port, script, reached } = await groups({
      app: "processes=1 threads=2 request-timeout=1 shutdown-timeout=30",
    });
    const path = "/app";
    const both = askAtOnce(2, { port, path });
    await reached("app");
    const third = ask({ port, path });
    // It would be begun by now, if anything took it.
    await sleep(500);
    expect(script("app").begun()).toBe(2);
    script("app").release();
    expect((await both).map(({ status }) => status)).toEqual([200, 200]);
    expect((await third).status).toBe(200);
    const processes = script("app")
      .served()
      .map(({ process }) => process);
    expect(new Set(processes).size).toBe(2);
    expect(processes[2]).not.toBe(processes[0]);
  });

  it("kills nothing where shutdown-timeout is 0", async () => {
    const { port, script, reached } = await groups({
      app: "processes=1 threads=1 request-timeout=1 shutdown-timeout=0",
    });
    const answer = ask({ port, path: "/app" });
    await reached("app");
    await sleep(2_000);
    script("app").release();
    expect((await answer).status).toBe(200);
  });
});
