import { subjectText } from "../../src/fleet/subject.js";
import type { Fixed, Tally } from "./fixes.js";
import { fixesOf, fleetsOf, tallyOf } from "./fixes.js";

/** npm run fixes -- [COUNT] [FROM] */
export const main = (args: readonly string[]): number => {
  const [count = "60", from = "1"] = args;
  const all: Fixed[] = [];
  for (let seed = Number(from); seed < Number(from) + Number(count); seed++) {
    for (const { kind, fleet } of fleetsOf(seed)) {
      for (const fixed of fixesOf(fleet)) {
        all.push(fixed);
        const { finding, broken } = fixed;
        const about = `${kind} ${seed}: ${finding.rule} ${subjectText(finding.subject)}`;
        if (broken.length > 0) console.log(`${about}: ${broken.join("; ")}: ${finding.set?.join(" ")}`);
        else if (finding.severity !== "info" && !finding.set?.length)
          console.log(`${about}: no set: ${finding.fix}`);
      }
    }
  }
  const tally = [...tallyOf(all)].sort();
  for (const [rule, { found, with: filled, without, broken }] of tally)
    console.log(
      `${rule}: ${found.error} errors, ${found.warning} warnings, ${found.info} info; with a set ${filled}, without ${without}, broken ${broken}`,
    );
  const sum = (of: (one: Tally) => number): number => tally.reduce((total, [, one]) => total + of(one), 0);
  const [filled, empty] = [sum((one) => one.with), sum(({ without }) => without)];
  const broken = sum((one) => one.broken);
  console.log(
    `2 x ${count} fleets: ${filled + empty} errors and warnings, ${filled} with a set (${((filled / (filled + empty)) * 100).toFixed(1)} %); ${broken} sets break their promise`,
  );
  return broken === 0 ? 0 : 1;
};
