#!/usr/bin/env node
const module_ = require("node:module");

// From Node 22.1 on, what was compiled once is kept.
module_.enableCompileCache?.();
require("../dist/cli.cjs");
