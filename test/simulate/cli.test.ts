import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mmconf, temporaryFolder } from "../cli/mmconf.js";

/** A project with the lab's tier, and the same with a queue in HAProxy. */
const project = (): string => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "inventories"));
  cpSync("test/simulate/lab.yaml", join(folder, "inventories/lab.yaml"));
  writeFileSync(
    join(folder, "inventories/queue.yaml"),
    `extends: lab.yaml
haproxy: { listeners: { mirror-lists: { timeout: { queue: 60s }, server: { maxconn: 5 } } } }
mirrorlist: { wsgi: { processes: 20 } }
`,
  );
  return folder;
};

const simulate = (args: string, folder = project()) =>
  mmconf(["simulate", ...args.split(" ").filter((word) => word !== "")], folder);

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
    expect(Object.keys(json.status)).toEqual(["200", "503", "504", "gone"]);
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
    expect(out).toMatch(/^haproxy\.listeners\.mirror-lists\.timeout\.queue\n +answered +503/);
    const lost = [...out.matchAll(/^ {2}queue \d+s +[\d.]+ % +([\d.]+) %/gm)].map(([, share]) =>
      Number(share),
    );
    expect(lost).toHaveLength(3);
    expect(lost).toEqual([...lost].sort((a, b) => b - a));
    const csv = simulate(`${sweep} --format csv`).out;
    expect(csv.match(/^queue,\d+s,/gm)).toEqual(["queue,5s,", "queue,25s,", "queue,45s,"]);
  });

  it("does a part of the runs, and puts parts together to the same prediction", () => {
    const folder = project();
    const whole = simulate("--env * --runs 5 --format json", folder).out;
    const parts = ["1/3", "2/3", "3/3"].map((shard) => {
      const file = `part-${shard[0]}.json`;
      writeFileSync(join(folder, file), simulate(`--env * --runs 5 --shard ${shard}`, folder).out);
      return file;
    });
    const merged = simulate(`--merge ${parts.join(" ")} --format csv`, folder).out;
    expect(merged).toBe(simulate("--env * --runs 5 --format csv", folder).out);
    const json = JSON.parse(simulate(`--merge ${parts.join(" ")} --format json`, folder).out);
    expect(json.environments).toEqual(JSON.parse(whole).environments);
  });

  it("says how many of the runs are there where a part is missing", () => {
    const folder = project();
    for (const part of [1, 2, 3])
      writeFileSync(
        join(folder, `${part}.json`),
        simulate(`--env lab --runs 5 --shard ${part}/3`, folder).out,
      );
    expect(simulate("--merge 1.json 3.json", folder)).toMatchObject({
      code: 0,
      err: expect.stringMatching(/^mmconf: lab: 3 of 5 runs .*\n$/),
    });
    expect(simulate("--merge 1.json 2.json 3.json", folder)).toMatchObject({ code: 0, err: "" });
    writeFileSync(join(folder, "six.json"), simulate("--env lab --runs 6 --shard 2/3", folder).out);
    expect(simulate("--merge 1.json six.json", folder)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/the parts of lab are of 5 runs and of 6/),
    });
  });

  it("prints a part in which nothing is for a terminal or a log to obey", () => {
    const name = "\u009b31m\u202e##[error]x";
    const storm = { requests: 5, over: "1s", service_time: { mean: "100ms" } };
    const folder = project();
    writeFileSync(
      join(folder, "inventories/odd.json"),
      JSON.stringify({ extends: "lab.yaml", storms: { storm: null, [name]: storm } }),
    );
    const { out } = simulate("--env odd --runs 1 --shard 1/1", folder);
    expect(out).not.toMatch(/[\u009b\u202e]|##\[/);
    expect(JSON.parse(out).parts[0].subject.storm).toBe(name);
  });

  it("refuses parts that another version made, and parts of another tier", () => {
    const folder = project();
    const part = (name: string, args: string): string => {
      writeFileSync(join(folder, name), simulate(args, folder).out);
      return name;
    };
    const one = part("one.json", "--env lab --runs 2 --shard 1/2");
    const old = readFileSync(join(folder, one), "utf8").replace('"mmconf":"', '"mmconf":"0.');
    writeFileSync(join(folder, "old.json"), old);
    expect(simulate(`--merge ${one} old.json`, folder)).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringMatching(/old\.json was made by mmconf 0\.\S+, and this is \d\S+: /),
    });
    const other = part("other.json", "--env lab --runs 2 --shard 2/2 --set apache.MaxRequestWorkers=100");
    expect(simulate(`--merge ${one} ${other}`, folder).code).toBe(0);
    const wider = part("wider.json", "--env lab --runs 2 --shard 2/2 --set mirrorlist.wsgi.processes=99");
    expect(simulate(`--merge ${one} ${wider}`, folder).err).toMatch(/not of one storm, seed and tier/);
    writeFileSync(join(folder, "cut.json"), readFileSync(join(folder, one), "utf8").slice(0, 500));
    expect(simulate("--merge cut.json", folder).err).toMatch(/cut\.json is not what simulate --shard/);
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
