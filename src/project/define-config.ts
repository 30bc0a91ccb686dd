import type { Module } from "../modules/module.js";
import type { Check } from "../rules/define.js";

/** What a project adds to mmconf: its `mmconf.config.mjs` exports one as default. */
export interface Config {
  readonly modules?: readonly Module[];
  readonly checks?: readonly Check[];
}

export const defineConfig = (config: Config): Config => config;
