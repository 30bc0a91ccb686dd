#!/usr/bin/env node
/* Starts the command line. From Node 22.1 on node keeps what it compiles for the next run. */
const { enableCompileCache } = require("node:module");
const { isAbsolute, join } = require("node:path");

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

if (enableCompileCache !== undefined) keepCompiled();
require("../dist/cli.cjs");
