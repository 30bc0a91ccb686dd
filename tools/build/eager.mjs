// V8 first skims a function, and reads it again when it is called: those that every run calls are marked to be compiled at once.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { RUNS } from "./runs.mjs";

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

/** The text with the functions of `ranges` marked, those within others too. */
const bracketed = (text, ranges) => {
  const starts = [...ranges.keys()].sort((a, b) => a - b || ranges.get(b) - ranges.get(a));
  let next = 0;
  const emit = (from, to) => {
    let out = "";
    let done = from;
    while (next < starts.length && starts[next] < to) {
      const start = starts[next++];
      const end = ranges.get(start);
      out += text.slice(done, start) + marked(text, start, end, emit);
      done = end;
    }
    return out + text.slice(done, to);
  };
  return emit(0, text.length);
};

const marked = (text, start, end, emit) => {
  const whole = text.slice(start, end);
  // Without a name it is an expression wherever it stands, and means the same in brackets.
  if (/^(?:async )?function\*?\(/.test(whole)) return `(${emit(start, end)})`;
  const arrow = /^(async )?(?:(\w+)|\(([^()"'`]*)\))=>/.exec(whole);
  if (arrow === null || OF_ITS_OWN.test(whole)) return emit(start, end);
  const [head, async = "", name, names] = arrow;
  const body = emit(start + head.length, end);
  return `(${async}function(${name ?? names})${body.startsWith("{") ? body : `{return ${body}}`})`;
};

/** V8 heeds no brackets around an arrow function. Written as another it means the same, unless it asks for what that has of its own. */
const OF_ITS_OWN = /\b(?:this|super|arguments|new\.target)\b/;
