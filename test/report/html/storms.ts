import { loadInventory, simulate } from "../../../src/api/library.js";
import { formatStormHtml } from "../../../src/report/html/storm/storm-page.js";
import type { StormSide } from "../../../src/report/html/storm/storm-scale.js";

/** A prediction of an environment that mmconf comes with. */
export const sideOf = (name: string, sets: readonly string[] = [], runs = 2): StormSide => {
  const loaded = loadInventory(`inventories/${name}.yaml`, { sets });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));
  const simulated = simulate(loaded.fleet, { runs });
  if (!simulated.ok) throw new Error(simulated.reason);
  return { name, prediction: simulated.prediction };
};

/** A storm that lasts, so that everything happens that can be drawn. */
const LONG = ["storms.release-day.over=150s", "storms.release-day.requests=40000"];

export const before = sideOf("before", LONG);
export const tuned = sideOf("tuned", LONG);
export const calm = sideOf("tuned", ["storms.release-day.requests=20"]);

export const writeStorm = (...sides: readonly StormSide[]): string =>
  formatStormHtml(sides, { title: "A storm", version: "1.0.0" });

/** The side with a text wherever a name of the inventory stands. */
export const withNames = ({ prediction }: StormSide, text: string): StormSide => ({
  name: text,
  prediction: {
    ...prediction,
    environment: text,
    storm: text,
    proxies: prediction.proxies.map((proxy) => ({ ...proxy, name: text })),
    servers: prediction.servers.map((server) => ({ ...server, name: text })),
    proxyCurves: prediction.proxyCurves.map((curve) => ({ ...curve, hosts: [text] })),
    serverCurves: prediction.serverCurves.map((curve) => ({ ...curve, hosts: [text] })),
  },
});
