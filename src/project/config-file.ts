import { existsSync } from "node:fs";
import { join } from "node:path";

/** The name of the file in a project's folder that adds modules and rules. */
export const CONFIG_FILE = "mmconf.config.mjs";

export const hasConfig = (dir: string): boolean => existsSync(join(dir, CONFIG_FILE));
