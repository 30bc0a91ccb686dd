import { describe, expect, it } from "vitest";
import { builtIn } from "../../src/api/built-in.js";
import { loadInventory, render, validate } from "../../src/api/library.js";
import { here } from "../../src/simulate/work.js";
import { Failure } from "../../src/text/failure.js";
import { tune } from "../../src/tune/tune.js";

/** The project that init writes, with some of its values at the edge. */
const load = (...sets: readonly string[]) => loadInventory("templates/init/prod.yaml", { sets });

const fleetOf = (...sets: readonly string[]) => {
  const loaded = load(...sets);
  if (!loaded.ok) throw new Error(loaded.findings.map(({ message }) => message).join("\n"));
  return loaded.fleet;
};

const LISTENER = "haproxy.listeners.mirror-lists";

describe("what no daemon takes, or nothing can be computed of, is refused", () => {
  it.each([
    "storms.spike.service_time.mean=0s",
    "storms.spike.service_time.mean=99999999999d",
    "storms.spike.every=0s",
    "storms.spike.over=99999999999d",
    "storms.spike.patience=99999999999d",
    "app_servers.app1.memory=0B",
    "app_servers.app1.memory=1B",
    "app_servers.app1.memory=99999999999999TiB",
    "proxies.proxy1.memory=1kB",
    "mirrorlist.wsgi.memory_per_process=0B",
    ...["queue", "request", "graceful", "shutdown", "inactivity", "socket"].map(
      (name) => `mirrorlist.wsgi.${name}-timeout=99999999999999999d`,
    ),
    "apache.Timeout=2147483648s",
    "apache.KeepAliveTimeout=99999999999d",
  ])("%s", (set) => {
    const loaded = load(set);
    const told = loaded.ok ? [] : loaded.findings.map(({ rule, at }) => `${rule} ${at.file}:${at.line}`);
    expect(told).toEqual(["schema/value --set:1"]);
  });

  it("recorded requests that take no time", () => {
    const read = (file: string) =>
      file === "a.yaml"
        ? { ok: true as const, text: "storms: { s: { service_time: { file: t.csv } } }" }
        : { ok: true as const, text: "0\n0\n0.000001\n" };
    const loaded = loadInventory("a.yaml", { read });
    expect(loaded.ok ? [] : loaded.findings.map(({ rule }) => rule)).toEqual(["schema/recording"]);
  });
});

it("the most seconds that mod_wsgi takes are rendered in digits", () => {
  const result = render(fleetOf("mirrorlist.wsgi.queue-timeout=2147483647s", "apache.Timeout=2147483647s"));
  const contents = result.ok ? result.rendered.artefacts.map(({ content }) => content).join("\n") : "";
  expect(contents).toContain("queue-timeout=2147483647 ");
  expect(contents).toContain("Timeout 2147483647\n");
});

describe("no finding has a figure without end, or a fix that is none", () => {
  it.each<readonly [string, readonly string[], string]>([
    [
      "a queue in which nothing can be served",
      [
        `${LISTENER}.balance=source`,
        `${LISTENER}.server.maxconn=1`,
        `${LISTENER}.server.maxqueue=5`,
        "haproxy.defaults.timeout.queue=5s",
        "storms.spike.service_time.mean=6s",
      ],
      "haproxy/maxqueue",
    ],
    ["storms without a pause", ["storms.spike.every=1ms"], "hygiene/storm-overlap"],
    [
      "hosts of a mebibyte",
      ["proxies.proxy1.memory=1MiB", "haproxy.global.nbproc=64", 'haproxy.version="2.4"'],
      "capacity/proxy-memory",
    ],
    [
      "a kernel that does not overcommit",
      ["app_servers.app1.memory=1MiB", "kernel.vm.overcommit_memory=2"],
      "kernel/overcommit",
    ],
    ["a kernel with one file", ["kernel.fs.nr_open=1", "proxies.proxy1.nofile=null"], "kernel/nr-open"],
    [
      "a server that is given a moment",
      ["haproxy.defaults.timeout.server=10ms", "haproxy.listeners.mirror-lists.server.maxconn=30"],
      "apache/queue-timeout",
    ],
    ["an Apache that gives up at once", ["apache.Timeout=1ms"], "apache/socket-timeout"],
    ["a rise that takes longer than the storm", [`${LISTENER}.server.rise=1000`], "time/recovery"],
  ])("%s", (_what, sets, rule) => {
    const { findings } = validate(fleetOf(...sets), { today: "2026-01-01" });
    expect(findings.map((finding) => finding.rule)).toContain(rule);
    for (const { message, why, fix, figures } of findings) {
      expect([message, why, fix].join("\n")).not.toMatch(/Infinity|NaN|\de\+/);
      expect(fix).not.toMatch(
        /\b(?:maxconn|maxqueue|processes|ulimit-n|queue-timeout|timeout server) 0s?\b|^0s/,
      );
      if (rule === "kernel/overcommit")
        expect(Number(/ratio (\d+)/.exec(fix)?.[1] ?? 0)).toBeLessThanOrEqual(1000);
      for (const figure of Object.values(figures))
        if (typeof figure === "number") expect(Number.isFinite(figure)).toBe(true);
    }
  });
});

describe("tune proposes what can be written", () => {
  const tuned = async (...sets: readonly string[]) =>
    tune(fleetOf(...sets), {
      runs: 1,
      targets: builtIn,
      runner: here(builtIn.runtimes),
      judge: (fleet) => validate(fleet, { today: "2026-01-01" }).findings,
    });

  it("where memory holds more processes than are taken", async () => {
    const result = await tuned(
      ...["app_servers.app[1-3].memory=1TiB", "backups.backup[1-2].memory=1TiB"],
      "mirrorlist.wsgi.memory_per_process=8MiB",
      "mirrorlist.server.memory_per_child=0B",
    ).catch((error: unknown) => error);
    if (result instanceof Failure) throw result;
    expect(result).toHaveProperty("ok");
  });

  it("where a hash names the server and requests take next to no time", async () => {
    const result = await tuned(`${LISTENER}.balance=uri`, "storms.spike.service_time.mean=0.01ms");
    expect(result.ok).toBe(true);
  });
});
