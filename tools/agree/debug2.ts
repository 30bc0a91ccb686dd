import { readFileSync } from "node:fs";
import { join } from "node:path";
import { allRules } from "../../src/api/built-in.js";
import { loadInventory } from "../../src/api/load.js";
import { withSets } from "../../src/fixes/fixes.js";
import { settingsOf } from "../../src/fixes/settings.js";
import { answersAsMany, lay, newIn, remains } from "../../src/fixes/trial.js";
import { movesOf } from "../../src/moves/candidate.js";
import { judge, trying } from "./fixes.js";
export const main = (only: readonly string[]) => {
  for (const { slug } of allRules) {
    if (only.length > 0 && !only.includes(slug)) continue;
    const loaded = loadInventory(join("test/rules/cases", slug, "fails.yaml"), {
      environment: slug,
      read: (name) => ({ ok: true, text: readFileSync(name, "utf8") }),
    });
    if (!loaded.ok) throw new Error("x");
    const before = judge(loaded.fleet);
    for (const f of withSets(
      loaded.fleet,
      before.filter((f) => f.rule === slug),
      trying,
    )) {
      if (f.set?.length === 0) {
        console.log(`${f.severity} ${slug}: NONE ${f.candidates?.length ?? "-"}: ${f.message} | ${f.fix}`);
        for (const candidate of f.candidates ?? []) {
          const sets = settingsOf(movesOf(loaded.fleet.node, candidate));
          const trial = lay(loaded.fleet, sets, trying);
          console.log(
            "   --",
            sets.join(" "),
            trial === undefined ? "NOT LAID" : remains(trial.fleet, f, trying) ? "remains" : "",
          );
          if (trial && only.length > 0) {
            for (const n of newIn(judge(trial.fleet), before, f.severity))
              console.log("      new", n.severity, n.rule, n.message);
            console.log("     ", answersAsMany(loaded.fleet, trial.fleet));
          }
        }
      } else if (only.length > 0) console.log(slug, f.set);
    }
  }
};
