import type { Module } from "../extend/module.js";
import type { Runtime } from "../extend/runtime.js";
import type { Rule } from "../rules/define.js";

/** The file in a project's folder that adds modules and rules. */
export const CONFIG_FILE = "mmconf.config.mjs";

/** What a project adds to mmconf: its `mmconf.config.mjs` exports one as default. */
export interface Config {
  readonly modules?: readonly Module[];
  readonly runtimes?: readonly Runtime[];
  readonly rules?: readonly Rule[];
}

export const defineConfig = (config: Config): Config => config;
