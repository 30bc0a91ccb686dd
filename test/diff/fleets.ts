import { readFileSync } from "node:fs";
import { loadInventory } from "../../src/api/load.js";
import type { Fleet } from "../../src/fleet/fleet.js";
import { loadOnBase, problemsOf } from "../inventory/from-text.js";

const fleetOf = (loaded: ReturnType<typeof loadInventory>): Fleet => {
  if (!loaded.ok) throw new Error(problemsOf(loaded).join("\n"));
  return loaded.fleet;
};

/** One of the project's environments. */
export const environment = (name: string, sets: readonly string[] = []): Fleet =>
  fleetOf(
    loadInventory(`inventories/${name}.yaml`, {
      read: (file) => ({ ok: true, text: readFileSync(file, "utf8") }),
      sets,
    }),
  );

/** The small tier that every rule accepts, with `text` on top. */
export const small = (text = "", sets: readonly string[] = []): Fleet => fleetOf(loadOnBase(text, sets));
