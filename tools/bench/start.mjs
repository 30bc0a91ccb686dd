// Commands on the repository's own inventory, beside a Node that does nothing.
import { join } from "node:path";
import { compete } from "./measure.mjs";
import { CONTEST_HEAD, contestRows } from "./table.mjs";

export function* startTables({ root, work, mmconf, rounds, limit }) {
  const command = (name, args) => ({ name, command: process.execPath, args, cwd: root });
  const results = compete(
    [
      command("node -e 0", ["-e", "0"]),
      command("mmconf --version", [mmconf, "--version"]),
      command("mmconf validate --env prod", [mmconf, "validate", "--env", "prod"]),
      command("mmconf render --env prod", [mmconf, "--out", join(work, "start"), "render", "--env", "prod"]),
    ],
    { rounds, limit },
  );
  yield { title: "Start", head: [...CONTEST_HEAD, ""], rows: contestRows(results) };
}
