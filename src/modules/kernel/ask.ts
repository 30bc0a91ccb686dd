import type { Ask } from "../../render/ask.js";

/** Not every sysctl that is found first knows --dry-run: procps has it. */
export const askSysctl: Ask = (file, machine) =>
  machine.run("sysctl", ["/usr/sbin/sysctl", "/sbin/sysctl"], ["--dry-run", `--load=${file}`]);
