import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { project, simulate } from "./lab-project.js";

describe("mmconf simulate --shard and --merge", () => {
  it("does a part of the runs, and puts parts together to the same prediction", () => {
    const folder = project();
    const whole = simulate("--env * --runs 3 --format json", folder).out;
    const parts = ["1/3", "2/3", "3/3"].map((shard) => {
      const file = `part-${shard[0]}.json`;
      writeFileSync(join(folder, file), simulate(`--env * --runs 3 --shard ${shard}`, folder).out);
      return file;
    });
    const merged = simulate(`--merge ${parts.join(" ")} --format csv`, folder).out;
    expect(merged).toBe(simulate("--env * --runs 3 --format csv", folder).out);
    const json = JSON.parse(simulate(`--merge ${parts.join(" ")} --format json`, folder).out);
    expect(json.environments).toEqual(JSON.parse(whole).environments);
  });

  it("says how many of the runs are there where a part is missing", () => {
    const folder = project();
    for (const part of [1, 2, 3])
      writeFileSync(
        join(folder, `${part}.json`),
        simulate(`--env lab --runs 4 --shard ${part}/3`, folder).out,
      );
    expect(simulate("--merge 1.json 3.json", folder)).toMatchObject({
      code: 0,
      err: expect.stringContaining("lab: 3 of 4 runs"),
    });
    expect(simulate("--merge 1.json 2.json 3.json", folder)).toMatchObject({ code: 0, err: "" });
    writeFileSync(join(folder, "six.json"), simulate("--env lab --runs 6 --shard 2/3", folder).out);
    expect(simulate("--merge 1.json six.json", folder)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/the parts of lab are of 4 runs and of 6/),
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
      err: expect.stringMatching(/old\.json was made by mmconf 0\.\S+, and this is \d/),
    });
    const other = part("other.json", "--env lab --runs 2 --shard 2/2 --set apache.MaxRequestWorkers=100");
    expect(simulate(`--merge ${one} ${other}`, folder).code).toBe(0);
    const wider = part("wider.json", "--env lab --runs 2 --shard 2/2 --set mirrorlist.wsgi.processes=99");
    expect(simulate(`--merge ${one} ${wider}`, folder).err).toMatch(/not of one storm, seed and tier/);
    writeFileSync(join(folder, "cut.json"), readFileSync(join(folder, one), "utf8").slice(0, 500));
    expect(simulate("--merge cut.json", folder).err).toMatch(/cut\.json is not what simulate --shard/);
  });
});
