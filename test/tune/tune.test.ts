import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { builtIn } from "../../src/api/built-in.js";
import { loadInventory, validate } from "../../src/api/library.js";
import { differingLeaves } from "../../src/diff/leaves.js";
import type { Fleet } from "../../src/fleet/fleet.js";
import { here } from "../../src/simulate/work.js";
import { formatTuned } from "../../src/tune/text.js";
import type { TuneOptions, Tuning } from "../../src/tune/tune.js";
import { tune } from "../../src/tune/tune.js";
import { parseInventory } from "../../src/yaml/parse.js";
import { loadOnBase, loadText, problemsOf } from "../inventory/from-text.js";

const runner = here(builtIn.runtimes);

const judge = (fleet: Fleet) => validate(fleet, { today: "2026-11-24" }).findings;

const environment = (name: string, sets: readonly string[] = []): Fleet => {
  const loaded = loadInventory(`inventories/${name}.yaml`, { sets });
  if (!loaded.ok) throw new Error(problemsOf(loaded).join("\n"));
  return loaded.fleet;
};

const onBase = (text: string): Fleet => {
  const loaded = loadOnBase(text);
  if (!loaded.ok) throw new Error(problemsOf(loaded).join("\n"));
  return loaded.fleet;
};

const tuned = async (fleet: Fleet, options: Partial<TuneOptions> = {}): Promise<Tuning> => {
  const result = await tune(fleet, { runs: 2, judge, runner, targets: builtIn, ...options });
  if (!result.ok) throw new Error(result.reason);
  return result.tuning;
};

/** Proposals by their path. */
const values = ({ moves }: Tuning): Readonly<Record<string, unknown>> =>
  Object.fromEntries(moves.map(({ path, value }) => [path.join("."), value]));

/** Half as many slots, and no memory for more. */
const SMALL = ["mirrorlist.wsgi.processes=50", "mirrorlist.wsgi.memory_per_process=55MiB"];

const PROXY03 = "proxies.proxy03.haproxy.listeners.mirror-lists.server.maxconn";
const EACH = "haproxy.listeners.mirror-lists.server.maxconn";
const QUEUE = "haproxy.listeners.mirror-lists.timeout.queue";

let before: Tuning;
let prod: Tuning;
beforeAll(async () => {
  before = await tuned(environment("before"));
  prod = await tuned(environment("prod"));
});

describe("tune", () => {
  it("proposes for prod what every rule accepts, waivers not needed", () => {
    const { fleet, remaining, missing } = prod;
    expect(judge(fleet)).toEqual([]);
    expect(fleet.waivers).toEqual([]);
    expect({ remaining, missing }).toEqual({ remaining: [], missing: undefined });
  });

  it("lets nobody wait longer than before", () => {
    const { before, after } = prod;
    expect(after.wait.p99.mean).toBeLessThanOrEqual(before.wait.p99.mean);
    expect(after.wait.p99.mean).toBeLessThan(0.8 * before.wait.p99.mean);
    expect(after.answered.mean).toBe(1);
  });

  it("serves a storm that prod loses half of", async () => {
    const { before, after } = await tuned(
      environment("prod", ["storms.release-day.over=150s", "storms.release-day.requests=40000"]),
      { runs: 1 },
    );
    expect(before.answered.mean).toBeLessThan(0.9);
    expect(after.answered.mean).toBe(1);
    expect(after.wait.p99.mean).toBeLessThan(before.wait.p99.mean);
  });

  it("divides the slots by traffic, and says how", () => {
    expect(values(prod)).toMatchObject({ [PROXY03]: 37, [EACH]: 11 });
    const reasons = prod.moves
      .filter(({ path }) => path.includes("maxconn") && path.includes("mirror-lists"))
      .map(({ because }) => because);
    expect(reasons).toEqual([
      "100 slots - 6 health checks = 94; 12 % of 94 is 11.28: 11. In all 37 + 5 x 11 = 92, + 6 checks = 98 of 100 slots",
      "100 slots - 6 health checks = 94; 40 % of 94 is 37.6: 37",
    ]);
  });

  it("gives each proxy and each health rule one place at least", async () => {
    const { fleet } = await tuned(
      onBase("proxies:\n  proxy[1-6]: { memory: 4GiB, nofile: 16384 }\n  proxy1: { traffic: 98% }"),
    );
    expect(judge(fleet)).toEqual([]);
    for (const { haproxy } of fleet.proxies)
      for (const { settings } of haproxy.listeners[0]?.lines ?? [])
        expect(settings.maxconn).toBeGreaterThanOrEqual(1);
  });

  it("keeps the limit of the queue that is effective, under its own name", () => {
    const proposed = values(prod);
    expect(proposed[QUEUE]).toBe("60s");
    expect(proposed["haproxy.listeners.mirror-lists.timeout.connect"]).toBe("5s");
  });

  it("gives the queue twice the longest wait where the effective limit is too short", async () => {
    const { moves } = await tuned(environment("before", ["mirrorlist.wsgi.memory_per_process=55MiB"]));
    const queue = moves.find(({ path }) => path.join(".") === QUEUE);
    expect(queue).toMatchObject({ value: "30s", before: undefined });
    expect(queue?.because).toMatch(/release-day is 1\d(\.\d+)? s \(backups only\), x 2 .*: 30 s/);
  });

  it("adds the processes that the storm keeps busy, and no more than half as many again", () => {
    const { moves, fleet } = before;
    const processes = moves.find(({ path }) => path.join(".") === "mirrorlist.wsgi.processes");
    // 2000 requests in 10 s, 1.5 s each, are 300 slots on 5 servers: 60 on each.
    expect(processes).toMatchObject({ before: 45, value: 82 });
    expect(processes?.because).toMatch(/^capacity\/failover-to-backups: release-day .* 82 on each$/);
    expect(judge(fleet).filter(({ rule }) => rule === "capacity/memory")).toEqual([]);
  });

  it("notices a backup that hangs as soon as any other server", () => {
    const { moves } = prod;
    const app5 = moves.find(({ path }) => path.includes("app5"));
    expect(app5).toMatchObject({
      path: expect.arrayContaining(["servers", "inter"]),
      before: "10s",
      value: "5s",
    });
    expect(app5?.because).toMatch(/every 10 s, .* 60 s .*every 5 s, .* 30 s/);
  });

  describe("how requests are spread", () => {
    const BALANCE = "haproxy.listeners.mirror-lists.balance";

    it("is leastconn where a queue would keep new requests from the backups, once the active servers are down", async () => {
      const { moves, remaining } = prod;
      const balances = moves.filter(({ path }) => path.at(-1) === "balance");
      expect(balances.map(({ path, value }) => [path.at(-2), value])).toEqual(
        ["fp-wiki", "mirror-lists", "pkgdb"].map((name) => [name, "leastconn"]),
      );
      expect(balances[0]?.because).toMatch(
        /^nothing here sets the header appserver, .* keeps new requests from 3 idle backups/,
      );
      expect(remaining).toEqual([]);
      for (const given of ["roundrobin", "static-rr"]) {
        const tuning = await tuned(onBase(`haproxy: { listeners: { mirror-lists: { balance: ${given} } } }`));
        expect(values(tuning)[BALANCE]).toBe("leastconn");
      }
    });

    it("stays where there are no backups, or the version looks at them", async () => {
      const listener = "listeners: { mirror-lists: { balance: roundrobin } }";
      expect(values(await tuned(onBase(`backups: null\nhaproxy: { ${listener} }`)))[BALANCE]).toBeUndefined();
      expect(
        values(await tuned(onBase(`haproxy: { version: "2.2", ${listener} }`)))[BALANCE],
      ).toBeUndefined();
    });

    it("is said to be round robin where a header that nothing sets makes it so, and backups are no matter", async () => {
      const header = "haproxy: { listeners: { mirror-lists: { balance: hdr(x) } } }";
      expect(values(await tuned(onBase(`backups: null\n${header}`)))).toMatchObject({
        [BALANCE]: "roundrobin",
      });
    });
  });

  it("has nothing to propose for what it has proposed", async () => {
    expect((await tuned(prod.fleet)).moves).toEqual([]);
  });

  it("renders the same as tuned.yaml", async () => {
    expect((await tuned(environment("tuned"))).moves).toEqual([]);
  });

  it("proposes the same for the same seed", async () => {
    const [one, two] = [
      await tuned(environment("prod"), { seed: 7 }),
      await tuned(environment("prod"), { seed: 7 }),
    ];
    expect(two.moves).toEqual(one.moves);
    expect(two.after).toEqual(one.after);
  });

  it("gives every value a reason", () => {
    for (const { moves } of [before, prod]) for (const { because } of moves) expect(because).not.toBe("");
  });

  it("leaves what one server or proxy says of itself no place to contradict it", async () => {
    const { fleet, moves } = await tuned(
      environment("prod", [
        "haproxy.listeners.mirror-lists.servers.app1.maxconn=80",
        "proxies.proxy02.haproxy.listeners.mirror-lists.server.maxconn=50",
        "app_servers.app2.mirrorlist.server.max_children=30",
      ]),
    );
    expect(judge(fleet)).toEqual([]);
    expect(moves.map(({ path }) => path.join("."))).toEqual(
      expect.arrayContaining([
        "haproxy.listeners.mirror-lists.servers.app1.maxconn",
        "proxies.proxy02.haproxy.listeners.mirror-lists.server.maxconn",
        "app_servers.app2.mirrorlist.server.max_children",
      ]),
    );
  });

  it("trades no error for another: connections beyond the open files are not proposed", async () => {
    const storm = "storms: { spike: { requests: 30000, over: 10min, service_time: { mean: 10ms } } }";
    const { moves, remaining } = await tuned(onBase(storm), { runs: 1 });
    expect(moves.filter(({ path }) => path.join(".") === "haproxy.global.maxconn")).toEqual([]);
    expect(remaining.map(({ rule }) => rule)).not.toContain("capacity/file-descriptors");
    const files = 'proxies: { "proxy[1-2]": { memory: 8GiB, nofile: 65536 } }\n';
    const ample = await tuned(onBase(`${files}${storm}`), { runs: 1 });
    expect(values(ample)["haproxy.global.maxconn"]).toBe(15_000);
  });

  it("takes out minconn, with which maxconn is never reached", async () => {
    const { fleet, moves } = await tuned(
      onBase("haproxy: { listeners: { mirror-lists: { server: { minconn: 2 } } } }"),
    );
    expect(moves.find(({ path }) => path.includes("minconn"))).toMatchObject({ before: 2, value: null });
    expect(judge(fleet)).toEqual([]);
  });

  it("keeps a waiver whose finding is still there", async () => {
    const { fleet } = await tuned(
      onBase(`
app_servers: { app1: { memory: 4GiB, base_memory: 700MiB }, app2: null, app3: null }
backups: null
haproxy: { listeners: { mirror-lists: { server: { maxconn: 30 } } } }
accept:
  - { rule: hygiene/single-active-server, reason: "one is all there is: for now", until: 2027-06-01 }
  - { rule: capacity/app-slots, reason: never together, until: 2027-06-01 }
`),
    );
    expect(fleet.waivers).toMatchObject([
      { rule: "hygiene/single-active-server", reason: "one is all there is: for now", until: "2027-06-01" },
    ]);
  });

  it("tells how many slots are missing, and what would bring them", async () => {
    const { served, missing } = await tuned(
      environment("prod", [
        ...SMALL,
        "storms.release-day.over=60s",
        "storms.release-day.requests=12000",
        "storms.release-day.patience=20s",
      ]),
      { runs: 1 },
    );
    expect(served).toBe(false);
    // Little: 12000 requests x 1.5 s within 60 s keep 300 slots busy; those of the checks come on top.
    expect(missing).toMatchObject({ slots: 250, appServers: 7 });
    expect(missing?.needed).toBeGreaterThan(300);
    expect(missing?.needed).toBeLessThan(330);
    expect(missing?.units?.count).toBe((missing?.needed ?? 0) / 5);
    expect(missing?.memory?.needed).toBeGreaterThan(missing?.memory?.given ?? 0);
  });

  it("tells what a rule asks for beyond a storm that is served", async () => {
    const { served, after, remaining, missing } = await tuned(environment("prod", SMALL));
    expect(after.answered.mean).toBe(1);
    expect(served).toBe(true);
    expect(remaining).toMatchObject([{ rule: "capacity/storm-throughput", severity: "warning" }]);
    expect(missing).toMatchObject({ slots: 250, needed: 300 });
  });

  it("does not send for more app servers where each is too small for its proxies", async () => {
    const { missing } = await tuned(
      environment("prod", ["mirrorlist.wsgi.processes=8", "mirrorlist.wsgi.memory_per_process=500MiB"]),
    );
    expect(missing?.units?.count).toBeGreaterThanOrEqual(12);
    expect(missing?.appServers).toBeUndefined();
  });

  it("does not blame the slots for requests that take too long in any of them", async () => {
    const { missing } = await tuned(
      onBase(
        "storms: { spike: { requests: 40, over: 60s, service_time: { mean: 70s, distribution: fixed } } }",
      ),
    );
    expect(missing).toMatchObject({ needed: undefined, units: undefined });
  });

  it("says why there is nothing to tune for", async () => {
    expect(await tune(onBase("storms: null"), { judge, runner, targets: builtIn })).toEqual({
      ok: false,
      reason: expect.stringMatching(/has no storm/),
    });
    const options = { judge, runner, targets: builtIn, storm: "flood" };
    expect(await tune(onBase(""), options)).toMatchObject({ ok: false });
  });
});

describe("what tune writes", () => {
  it("is an inventory that extends the other, and holds all that was proposed", () => {
    const { moves, fleet } = prod;
    const text = formatTuned("prod.yaml", "release-day", moves);
    const loaded = loadInventory("inventories/proposal.yaml", {
      read: (file) =>
        file === "inventories/proposal.yaml"
          ? { ok: true, text }
          : { ok: true, text: readFileSync(file, "utf8") },
    });
    expect(problemsOf(loaded)).toEqual([]);
    if (!loaded.ok) return;
    expect(judge(loaded.fleet)).toEqual([]);
    expect(differingLeaves(fleet.node, loaded.fleet.node).map(({ path }) => path)).toEqual([
      ["description"],
      ["extends"],
    ]);
    for (const { because } of moves) {
      const comments = text.replaceAll(/\n *# /g, " ").replaceAll(/\s+/g, " ");
      expect(comments).toContain(because);
    }
  });

  it("quotes what YAML would read as something else", async () => {
    const move = { before: undefined, because: "a reason\nof two lines # and a mark" };
    const text = formatTuned("it's: base.yaml", "x", [
      { ...move, path: ["haproxy", "listeners", "a: b", "server", "maxconn"], value: 3 },
      { ...move, path: ["mirrorlist", "site", "application-group"], value: "%{GLOBAL}" },
      { ...move, path: ["mirrorlist", "wsgi", "user"], value: "yes: no" },
    ]);
    expect(parse(text)).toEqual({
      mmconf: 1,
      description: expect.any(String),
      extends: "it's: base.yaml",
      haproxy: { listeners: { "a: b": { server: { maxconn: 3 } } } },
      mirrorlist: { site: { "application-group": "%{GLOBAL}" }, wsgi: { user: "yes: no" } },
    });
  });

  it("is a text file, whatever the storm is called", () => {
    const text = formatTuned("base.yaml", "a\u001b[31m\u009b1m\u202e\n##[error]x", []);
    expect(parseInventory(text, "proposal.yaml").problems).toEqual([]);
    expect(text).not.toMatch(/[\u001b\u009b\u202e]|##\[/);
  });

  it("removes with null what it takes out", async () => {
    const text = formatTuned("base.yaml", "x", [
      {
        path: ["haproxy", "listeners", "mirror-lists", "servers", "app1", "maxconn"],
        value: null,
        before: 80,
        because: "no",
      },
    ]);
    const loaded = loadText(text.replace("base.yaml", "over.yaml"), {
      "over.yaml":
        "extends: base.yaml\nhaproxy: { listeners: { mirror-lists: { servers: { app1: { maxconn: 80 } } } } }",
    });
    expect(loaded.ok && loaded.fleet.proxies[0]?.haproxy.listeners[0]?.lines[0]?.settings.maxconn).toBe(20);
  });
});
