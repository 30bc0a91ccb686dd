import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { defaultIn } from "../../../src/haproxy/defaults.js";
import { HELD, startApp } from "../app.js";
import { DEFAULTS, haproxyVersion, startHaproxy } from "../haproxy.js";
import type { Answer } from "../load.js";
import { ask } from "../load.js";
import { freePort, waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

/** Milliseconds after which a queue gives up; the next request comes before that. */
const QUEUE = 4_000;
const ACTIVE = ["active1", "active2"];
const BACKUPS = ["backup1", "backup2"];

/** Two active servers of one slot each, with requests until one of them waits; then both servers are DOWN. */
const failOver = async (lines: string, queue = "1h") => {
  const active = await Promise.all(ACTIVE.map((name) => startApp(name, () => HELD)));
  const backups = await Promise.all(BACKUPS.map((name) => startApp(name)));
  const port = await freePort();
  const proxy = await startHaproxy(`${DEFAULTS}
listen web
  bind 127.0.0.1:${port}
  timeout queue ${queue}
  ${lines}
${ACTIVE.map((name, index) => `  server ${name} 127.0.0.1:${active[index]?.port} maxconn 1`).join("\n")}
${BACKUPS.map((name, index) => `  server ${name} 127.0.0.1:${backups[index]?.port} maxconn 1 backup`).join("\n")}
`);
  const sent: Promise<Answer>[] = [];
  const queued = async () => {
    const rows = await proxy.stats();
    return rows.reduce((sum, row) => sum + (row.svname === "FRONTEND" ? 0 : Number(row.qcur)), 0);
  };
  const underWay = () => active.reduce((sum, app) => sum + app.served().length, 0);
  // A hash takes one of the two servers: the second request waits already.
  while ((await queued()) === 0) {
    sent.push(ask({ port, path: "/first" }));
    await waitFor(
      "a slot or a place in the queue",
      async () => underWay() + (await queued()) === sent.length,
    );
  }
  for (const name of ACTIVE) await proxy.command(`set server web/${name} health down`);
  return {
    proxy,
    askNext: (): Promise<Answer> => ask({ port, path: "/next" }),
    release: () => {
      for (const app of active) app.release();
    },
    /** How many requests the backups have had. */
    servedByBackups: () => backups.reduce((sum, app) => sum + app.served().length, 0),
    /** The answer to the request that waited as the servers went DOWN. */
    left: () => sent.at(-1),
    end: async () => {
      for (const app of active) app.release();
      await Promise.all(sent);
    },
  };
};

/** Each algorithm with one backup serving at a time, and with all of them. */
const ways = (algorithms: readonly string[]) =>
  algorithms.flatMap((algorithm) => [
    [algorithm, `balance ${algorithm}`] as const,
    [`${algorithm}, with option allbackups`, `balance ${algorithm}\n  option allbackups`] as const,
  ]);

describeWith(["haproxy"], "a queue that is left once every active server is DOWN", () => {
  it("keeps new requests too from idle backups under roundrobin, static-rr and first: 503 and sQ after timeout queue", async () => {
    const keep = async ([title, lines]: readonly [string, string]): Promise<void> => {
      const tier = await failOver(lines, `${QUEUE}ms`);
      const next = await tier.askNext();
      expect(next.status, title).toBe(503);
      expect(next.milliseconds, title).toBeGreaterThan(QUEUE - 20);
      expect((await tier.left())?.status, title).toBe(503);
      expect(tier.servedByBackups(), title).toBe(0);
      await waitFor("the log", () => tier.proxy.accesses().length > 1);
      expect(tier.proxy.accesses().map(({ flags }) => flags)).toEqual(["sQ", "sQ"]);
      await tier.end();
    };
    await Promise.all(ways(["roundrobin", "static-rr", "first"]).map(keep));
  });

  it.each(ways(["leastconn", "random", "random(1)"]))(
    "is served by the backups under balance %s: with the first new request, which finds them",
    async (_title, lines) => {
      const tier = await failOver(lines);
      expect(await tier.askNext()).toMatchObject({ status: 200, body: expect.stringMatching(/^backup/) });
      expect(await tier.left()).toMatchObject({ status: 200, body: expect.stringMatching(/^backup/) });
      await tier.end();
    },
  );

  it.each(ways(["hdr(appserver)", "uri", "source"]))(
    "does not keep new requests from the backups under balance %s",
    async (_title, lines) => {
      const tier = await failOver(lines);
      expect(await tier.askNext()).toMatchObject({ status: 200, body: expect.stringMatching(/^backup/) });
      await tier.end();
    },
  );

  const always = defaultIn(haproxyVersion(), "queueMeansFull") === "always";

  it.runIf(always)(
    "keeps new requests from the backups when the servers that are DOWN have answered all of theirs, too",
    async () => {
      const tier = await failOver("balance roundrobin", `${QUEUE}ms`);
      tier.release();
      await waitFor("the answers", async () => (await tier.proxy.stat("web", "BACKEND")).scur === "1");
      expect((await tier.askNext()).status).toBe(503);
      expect(tier.servedByBackups()).toBe(0);
      await tier.end();
    },
  );

  it("keeps them from the backups for as long as each comes before the one ahead of it has given up", async () => {
    const tier = await failOver("balance roundrobin", `${QUEUE}ms`);
    const answers: Promise<Answer>[] = [];
    for (let sent = 0; sent < 4; sent++) {
      answers.push(tier.askNext());
      await sleep(QUEUE / 3);
    }
    expect(new Set((await Promise.all(answers)).map(({ status }) => status))).toEqual(new Set([503]));
    expect(tier.servedByBackups()).toBe(0);
    expect(await tier.askNext()).toMatchObject({ status: 200, body: "backup1" });
    await tier.end();
  });

  it.runIf(always)("is taken by an active server that is UP again", async () => {
    const tier = await failOver("balance roundrobin");
    const next = tier.askNext();
    tier.release();
    await waitFor("the queue", async () => (await tier.proxy.stat("web", "BACKEND")).qcur === "2");
    await tier.proxy.command("set server web/active1 health up");
    expect(await next).toMatchObject({ status: 200, body: "active1" });
    expect((await tier.left())?.status).toBe(200);
    await tier.end();
  });
});
