import { describe, expect, it } from "vitest";
import { simulate } from "./lab-project.js";

describe("mmconf simulate", () => {
  it("predicts what the storm with the most work does to an environment", () => {
    const { code, out, err } = simulate("--env lab --runs 2");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^lab, storm: 1,832 requests within 13 s; mean of 2 runs, seed 1\n/);
    expect(out).toMatch(/503 -- .*daemon's backlog/);
    expect(out).toMatch(/DOWN +30 times .*DOWN: app1-4, app7/);
  });

  it("gives JSON by the contract, the same for the same seed", () => {
    const args = "--env lab --runs 2 --seed 7 --format json --storm storm";
    const [one, two] = [simulate(args), simulate(args)];
    expect(one.out).toBe(two.out);
    const json = JSON.parse(one.out);
    expect(json).toMatchObject({ environment: "lab", storm: "storm", runs: 2, seed: 7, requests: 1832 });
    for (const key of ["answered", "down_events"])
      expect(json[key]).toEqual({
        mean: expect.any(Number),
        low: expect.any(Number),
        high: expect.any(Number),
      });
    expect(Object.keys(json.status)).toEqual(["200", "500", "503", "504", "gone"]);
    expect(json.flags).toHaveProperty("sQ.mean", 0);
    expect(json.wait_seconds.p99.mean).toBeGreaterThan(30);
    expect(json.queue.length).toBeGreaterThan(40);
  });

  it("takes overrides, and several environments", () => {
    const { out } = simulate("--env * --runs 1 --set storms.storm.requests=100 --format csv");
    expect(out.split("\n").map((line) => line.split(",").slice(0, 3).join(","))).toEqual([
      "environment,value,answered",
      "lab,,1",
      "queue,,1",
      "",
    ]);
  });

  it("compares two environments under the same requests", () => {
    const { code, out } = simulate("--env lab --compare queue --runs 3");
    expect(code).toBe(0);
    expect(out).toMatch(/^ +lab +queue +difference$/m);
    expect(out).toMatch(/^ {2}503 +2\d\.\d % +0 % +-2\d\.\d points/m);
    const json = JSON.parse(simulate("--env lab --compare queue --runs 3 --format json").out);
    expect(json.environments.map(({ environment }: { environment: string }) => environment)).toEqual([
      "lab",
      "queue",
    ]);
    expect(json.difference.status[503].high).toBeLessThan(0);
    expect(json.difference.answered.low).toBeGreaterThan(0);
  });

  it("sweeps a setting, as a table and as CSV", () => {
    const sweep = "--env queue --runs 1 --sweep haproxy.listeners.mirror-lists.timeout.queue=5s..45s:20s";
    const { out } = simulate(sweep);
    expect(out).toMatch(/^haproxy\.listeners\.mirror-lists\.timeout\.queue\n +answered +500 +503/);
    const lost = [...out.matchAll(/^ {2}queue \d+s +[\d.]+ % +([\d.]+) %/gm)].map(([, share]) =>
      Number(share),
    );
    expect(lost).toHaveLength(3);
    expect(lost).toEqual([...lost].sort((a, b) => b - a));
    const csv = simulate(`${sweep} --format csv`).out;
    expect(csv.match(/^queue,\d+s,/gm)).toEqual(["queue,5s,", "queue,25s,", "queue,45s,"]);
  });

  it.each([
    ["", /--env NAME/],
    ["--env nowhere", /there is no environment nowhere/],
    ["--env lab --storm drizzle", /lab has no storm drizzle: there are storm/],
    ["--env lab --runs 0", /--runs 0 is not a whole number from 1/],
    ["--env lab --runs many", /--runs many is not a whole number/],
    ["--env lab --seed -1", /--seed -1 is not a whole number from 0/],
    ["--env lab --sweep a=b", /--sweep: a=b is not a sweep/],
    ["--env lab --shard 4/3", /--shard 4\/3 /],
    ["--env * --compare lab", /--compare takes two environments, not 3/],
    ["--env lab --compare queue --sweep a=1..2", /--compare and --sweep/],
    ["--env lab --set storms.storm.requests=0", /0 is below the least/],
    ["--merge nothing.json", /can't read nothing.json: it does not exist/],
    ["--merge inventories/lab.yaml", /is not what simulate --shard of mmconf .* prints/],
  ])("says what is wrong with %j, and exits with 2", (args, said) => {
    const { code, out, err } = simulate(args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(said);
    expect(err).not.toMatch(/\n +at /);
  });
});
