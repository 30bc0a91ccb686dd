import type { Module } from "../modules/module.js";
import type { Rule } from "../rules/define.js";

/** The file in a project's folder that adds modules and rules. */
export const CONFIG_FILE = "mmconf.config.mjs";

/** What a project adds to mmconf: its `mmconf.config.mjs` exports one as default. */
export interface Config {
  readonly modules?: readonly Module[];
  readonly rules?: readonly Rule[];
}

export const defineConfig = (config: Config): Config => config;
