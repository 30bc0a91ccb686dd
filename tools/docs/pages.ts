import { inventoryJsonSchema } from "../../src/api/json-schema.js";
import { commandsPage } from "./commands.js";
import { inventoryPage } from "./inventory.js";
import { rulePages } from "./rules.js";

/** Folders in which every file is generated. */
export const GENERATED_FOLDERS = ["docs/rules"] as const;

/** The generated files, by their path; `root` is the project's folder, where the rules' cases are read. */
export const pages = (root: string): ReadonlyMap<string, string> =>
  new Map([
    ["mmconf.schema.json", `${JSON.stringify(inventoryJsonSchema(), null, 2)}\n`],
    ["docs/commands.md", commandsPage()],
    ["docs/inventory.md", inventoryPage()],
    ...rulePages(root),
  ]);
