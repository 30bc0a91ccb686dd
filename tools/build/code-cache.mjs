// Keeps what V8 compiles while mmconf runs, for bin/mmconf.js to start from: a file with its V8's data behind it.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RUNS } from "./runs.mjs";

/** Equal sources give equal bytes: V8 orders what it keeps by hashes, and those by a seed. It is no flag that a start must have too. */
const SEED = "--random-seed=1";

export const keepCompiled = (root, files) => {
  // bin/mmconf.js takes a file's cache where it begins with the file; the data come after the runs.
  const caches = files.map((file) => `${file}.${process.version}-${process.arch}.cache`);
  for (const [n, file] of files.entries()) copyFileSync(file, caches[n]);
  const folder = mkdtempSync(join(tmpdir(), "mmconf-build-"));
  try {
    const runs = RUNS.map((args) => ["-C", root, "--out", join(folder, "out"), ...args]);
    // V8 takes the data with the flags only that they were made with, which are none.
    const { NODE_OPTIONS, ...env } = process.env;
    const recorder = join(root, "tools/build/code-cache-recorder.cjs");
    const { status, stderr } = spawnSync(
      process.execPath,
      [SEED, recorder, join(root, "bin/mmconf.js"), JSON.stringify(runs), JSON.stringify(caches)],
      { env, encoding: "utf8" },
    );
    if (status !== 0) throw new Error(`the code cache: status ${status}:\n${stderr}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
