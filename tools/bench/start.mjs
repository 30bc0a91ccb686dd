// Commands on the repository's own inventory, beside a Node that does nothing: the one that runs this, and others.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { versionOf } from "./machine.mjs";
import { compete } from "./measure.mjs";
import { CONTEST_HEAD, contestRows } from "./table.mjs";

const OTHERS = ["22", "24", "26"];

export function* startTables({ root, work, mmconf, rounds, limit }) {
  const others = OTHERS.map((version) =>
    join(root, "node_modules/.node-versions", version, "node_modules/node/bin/node"),
  ).filter((node) => existsSync(node));
  for (const node of [process.execPath, ...others]) {
    // From 22.1 on they keep what they compile in the user's folder for caches.
    const env = { XDG_CACHE_HOME: join(work, "caches") };
    const command = (name, args, codes = [0]) => ({ name, command: node, args, cwd: root, env, codes });
    const results = compete(
      [
        command("node -e 0", ["-e", "0"]),
        command("mmconf --version", [mmconf, "--version"]),
        command("mmconf validate --env prod", [mmconf, "validate", "--env", "prod"]),
        command("mmconf validate, three environments", [mmconf, "validate"], [1]),
        command("mmconf render --env prod", [
          mmconf,
          "--out",
          join(work, "start"),
          "render",
          "--env",
          "prod",
        ]),
      ],
      { rounds, limit },
    );
    yield {
      title: `Start: Node ${versionOf(node)}`,
      head: [...CONTEST_HEAD, ""],
      rows: contestRows(results),
    };
  }
}
