import { spawnSync } from "node:child_process";
import { release } from "node:os";
import { programFile } from "../daemons/program.js";
import type { Scenario } from "./scenario.js";

/** The versions of all that a measurement depends on. */
export const versions = (servers: Scenario["servers"]): Readonly<Record<string, string>> => ({
  haproxy: said("haproxy", ["-v"], /version ([^\s-]+)/),
  ...(servers === "apache"
    ? {
        apache: said("apache2", ["-v"], /Apache\/(\S+)/),
        mod_wsgi: said("dpkg-query", ["-W", "libapache2-mod-wsgi-py3"], /\t([\d.]+)/),
      }
    : {}),
  python: said("python3", ["--version"], /Python (\S+)/),
  kernel: release(),
});

const said = (program: string, args: readonly string[], version: RegExp): string => {
  const { stdout, stderr } = spawnSync(programFile(program), args, { encoding: "utf8" });
  return version.exec(`${stdout}${stderr}`)?.[1] ?? "unknown";
};
