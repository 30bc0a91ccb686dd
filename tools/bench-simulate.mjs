// How fast the simulator is: events a second on one core, and the memory that a long storm takes. Build first.
import { loadInventory, simulate } from "../dist/index.js";

const LAB = "test/simulate/lab.yaml";

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

for (const [title, runs, sets] of CASES) {
  const loaded = loadInventory(LAB, { sets });
  if (!loaded.ok) throw new Error(loaded.findings.map((finding) => finding.message).join("; "));
  simulate(loaded.fleet, { runs: 1, seed: 2 });
  const before = process.cpuUsage();
  const simulated = simulate(loaded.fleet, { runs });
  const { user, system } = process.cpuUsage(before);
  if (!simulated.ok) throw new Error(simulated.reason);
  const seconds = (user + system) / 1e6;
  const rate = simulated.prediction.events / seconds / 1e6;
  const memory = process.memoryUsage().rss / 2 ** 20;
  console.log(
    `${title}: ${simulated.prediction.events.toLocaleString("en")} events in ${seconds.toFixed(2)} s, ${rate.toFixed(2)} million a second, ${memory.toFixed(0)} MiB`,
  );
}
