// How fast the simulator is: events a second on one core, and the memory that a long storm takes.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { showCount, showMemory } from "./table.mjs";

const CASES = [
  ["a storm that the tier can't serve", 20, ["storms.storm.requests=20000"]],
  ["the same with a queue in HAProxy", 20, ["storms.storm.requests=20000", ...patched(60)]],
  [
    "a million requests at 90 % load",
    1,
    ["storms.storm.requests=1000000", "storms.storm.over=16650s", ...patched(60)],
  ],
];

function patched(seconds) {
  const listener = "haproxy.listeners.mirror-lists";
  return [
    `${listener}.server.maxconn=5`,
    `${listener}.timeout.queue=${seconds}s`,
    "mirrorlist.wsgi.processes=20",
  ];
}

export async function* simulateTables({ root }) {
  const { loadInventory, simulate } = await import(pathToFileURL(join(root, "dist/index.js")).href);
  const rows = CASES.map(([title, runs, sets]) => {
    const loaded = loadInventory(join(root, "test/simulate/lab.yaml"), { sets });
    if (!loaded.ok) throw new Error(loaded.findings.map((finding) => finding.message).join("; "));
    simulate(loaded.fleet, { runs: 1, seed: 2 });
    const before = process.cpuUsage();
    const simulated = simulate(loaded.fleet, { runs });
    const { user, system } = process.cpuUsage(before);
    if (!simulated.ok) throw new Error(simulated.reason);
    const seconds = (user + system) / 1e6;
    return [
      title,
      showCount(simulated.prediction.events),
      `${seconds.toFixed(2)} s`,
      `${(simulated.prediction.events / seconds / 1e6).toFixed(2)} million`,
      showMemory(process.memoryUsage().rss / 2 ** 20),
    ];
  });
  yield { title: "Simulate", head: ["", "events", "CPU", "events a second", "memory"], rows };
}
