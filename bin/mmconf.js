#!/usr/bin/env node
/*
 * Starts the command line. Beside its large files lies V8's code cache of each: the build ran mmconf and kept what V8
 * had compiled by then. The same V8 with the same flags takes it as it is. Any other compiles by itself, and from Node
 * 22.1 on node keeps what it made for the next run.
 */
const { readFileSync } = require("node:fs");
const { enableCompileCache } = require("node:module");
const { basename, isAbsolute, join } = require("node:path");
const { Script } = require("node:vm");

const dist = join(__dirname, "../dist");
const cli = join(dist, "cli.cjs");
const others = new Set([join(dist, "core.cjs"), join(dist, "render.cjs")]);
/** Of this very node: V8 asks for its version alone, and node may have fixed it without a new number. */
const CACHE = `.${process.version}-${process.arch}.cache`;
const HEAD = "(function(module,require,__filename){";

/**
 * A file with its code cache, as a function; undefined where no cache fits. V8 tells sources apart by their lengths
 * alone: the cache begins with its source, so that a file that somebody edited runs as it stands.
 */
const compiled = (file) => {
  try {
    const source = readFileSync(file);
    const cache = readFileSync(file + CACHE);
    if (!source.equals(cache.subarray(0, source.length))) return undefined;
    const script = new Script(`${HEAD}${source.latin1Slice()}\n})`, {
      filename: `mmconf/dist/${basename(file)}`,
      columnOffset: -HEAD.length,
      cachedData: cache.subarray(source.length),
    });
    return script.cachedDataRejected ? undefined : script.runInThisContext();
  } catch {
    return undefined; // no cache, or none that can be read
  }
};

/** In a folder of the user's own: in node's place for it, among temporary files, others can leave code in his name. */
const keepCompiled = () => {
  const { homedir } = require("node:os");
  let caches = process.env.XDG_CACHE_HOME;
  try {
    caches ||= join(homedir(), ".cache");
  } catch {
    return; // a user without a home
  }
  if (isAbsolute(caches)) enableCompileCache(join(caches, "mmconf"));
};

const start = compiled(cli);
if (start === undefined) {
  if (enableCompileCache !== undefined) keepCompiled();
} else {
  const plain = require.extensions[".js"];
  /** What the files give, by the names under which they ask for one another: node looks for a file anew each time. */
  const given = new Map();
  require.extensions[".cjs"] = (module, file) => {
    const run = file === cli ? start : others.has(file) ? compiled(file) : undefined;
    if (run === undefined) return plain(module, file);
    run(module, (id) => given.get(id) ?? module.require(id), file);
    given.set(`./${basename(file)}`, module.exports);
  };
}
require(cli);
