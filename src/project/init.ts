import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { inventoryJsonSchema } from "../inventory/json-schema.js";
import { Failure, reasonOf } from "./failure.js";
import { packageFolder } from "./templates.js";

/** Writes a small project, and nothing at all where one of its files is there already. Gives the files' names. */
export const initProject = (from: string, dir: string): readonly string[] => {
  const folder = resolve(from, dir);
  const starter = (name: string) => readFileSync(join(packageFolder(), "templates", "init", name), "utf8");
  const files: readonly (readonly [string, string])[] = [
    ["inventories/prod.yaml", starter("prod.yaml")],
    ["mmconf.schema.json", `${JSON.stringify(inventoryJsonSchema(), null, 2)}\n`],
    [".pre-commit-config.yaml", starter("pre-commit-config.yaml")],
  ];
  const there = files.filter(([name]) => existsSync(join(folder, name))).map(([name]) => name);
  if (there.length > 0)
    throw new Failure(`${dir} has ${there.join(", ")} already: nothing was written; choose another folder`);
  for (const [name, content] of files) {
    const file = join(folder, name);
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content, { flag: "wx" });
    } catch (error) {
      throw new Failure(`can't write ${join(dir, name)}: ${reasonOf(error)}`);
    }
  }
  return files.map(([name]) => join(dir, name));
};
