// V8 first skims a function, and reads it again when it is called: those that every run calls are marked to be compiled at once.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

/** What is run to learn which functions those are: on one day, so that equal sources give equal bytes. */
const RUNS = [
  ["validate", "--env", "prod", "--today", "2026-11-24"],
  ["render", "--env", "prod", "--today", "2026-11-24"],
];

/** Puts brackets around the functions of `files` that validate and render call, which V8 takes as the mark: a fifth off the start. */
export const markEager = (root, files) => {
  const called = calledBy(root, files);
  for (const file of files) writeFileSync(file, bracketed(readFileSync(file, "utf8"), called.get(file)));
};

/** By file: where the functions begin and end that ran. */
const calledBy = (root, files) => {
  const folder = mkdtempSync(join(tmpdir(), "mmconf-build-"));
  try {
    const env = { ...process.env, NODE_V8_COVERAGE: join(folder, "coverage") };
    for (const args of RUNS) {
      const mmconf = [join(root, "bin/mmconf.js"), "-C", root, "--out", join(folder, "out"), ...args];
      const { status, stderr } = spawnSync(process.execPath, mmconf, { env, encoding: "utf8" });
      if (status !== 0) throw new Error(`mmconf ${args.join(" ")} gave ${status}:\n${stderr}`);
    }
    const results = readdirSync(env.NODE_V8_COVERAGE).flatMap(
      (name) => JSON.parse(readFileSync(join(env.NODE_V8_COVERAGE, name), "utf8")).result,
    );
    return new Map(files.map((file) => [file, rangesIn(results, file)]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const rangesIn = (results, file) => {
  const { href } = pathToFileURL(file);
  const functions = results.filter(({ url }) => url === href).flatMap((result) => result.functions);
  if (functions.length === 0) throw new Error(`${basename(file)} was not loaded`);
  const ran = functions.map(({ ranges }) => ranges[0]).filter(({ count }) => count > 0);
  return new Map(ran.map(({ startOffset, endOffset }) => [startOffset, endOffset]));
};

/** Functions without a name are expressions wherever they stand, and mean the same in brackets. */
const bracketed = (text, ranges) => {
  const marks = [...ranges]
    .filter(([from]) => /^(?:async )?function\*?\(/.test(text.slice(from, from + 20)))
    .flatMap(([from, to]) => [
      { at: from, mark: "(" },
      { at: to, mark: ")" },
    ])
    // Where one ends and the next begins, the end comes first.
    .sort((a, b) => a.at - b.at || (a.mark < b.mark ? 1 : -1));
  let out = "";
  let done = 0;
  for (const { at, mark } of marks) {
    out += text.slice(done, at) + mark;
    done = at;
  }
  return out + text.slice(done);
};
