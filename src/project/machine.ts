import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Machine, Verification } from "../render/ask.js";

const SECONDS = 30;

/** The machine that mmconf runs on. */
export const thisMachine: Machine = {
  has: (path) => existsSync(path),
  read: (path) => readFileSync(path, "utf8"),
  write: (path, text) => writeFileSync(path, text),
  run: (daemon, places, args): Verification => {
    const program = places.find((place) => existsSync(place));
    if (program === undefined)
      return { daemon, outcome: "absent", said: `${daemon} is not installed`, changed: [] };
    const result = spawnSync(program, args, {
      encoding: "utf8",
      timeout: SECONDS * 1000,
      // Names of the fleet may mean nothing here: nobody should wait for each.
      env: { ...process.env, LC_ALL: "C", RES_OPTIONS: "timeout:1 attempts:1" },
    });
    const said = `${result.stdout ?? ""}${result.stderr ?? ""}`.trim();
    if (result.error)
      return { daemon, outcome: "refused", said: `${said}\n${result.error.message}`.trim(), changed: [] };
    return { daemon, outcome: result.status === 0 ? "accepted" : "refused", said, changed: [] };
  },
};
