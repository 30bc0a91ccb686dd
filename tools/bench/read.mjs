// Reading a large haproxy.cfg: lines, words and sections; what each server line has; printing; the rules.
import { runBundled } from "../run-bundled.mjs";
import { showCount } from "./table.mjs";

const STEPS = ["read", "servers and their parameters", "print", "check"];

const middle = (times) => times.toSorted((a, b) => a - b)[times.length >> 1];

export async function* readTables({ sizes, rounds }) {
  let rows = [];
  await runBundled("bench-read", "tools/bench/read-in-process.ts", ({ cfgOf, readOnce }) => {
    rows = sizes.map((size) => {
      const text = cfgOf(size);
      readOnce(text);
      const times = Array.from({ length: rounds }, () => readOnce(text));
      return [
        showCount(size),
        ...STEPS.map((_, step) => `${Math.round(middle(times.map((time) => time[step])))} ms`),
      ];
    });
  });
  yield {
    title: "Reading haproxy.cfg",
    notes: ["median of the rounds, in one process"],
    head: ["server lines", ...STEPS],
    rows,
  };
}
