import { spawnSync } from "node:child_process";
import { cpus, loadavg, totalmem } from "node:os";

/** What a figure depends on: the machine, and how busy it was. */
export const machineLines = () => {
  const cores = cpus();
  return [
    `${new Date().toISOString().slice(0, 10)}, ${cores.length} cores of ${cores[0]?.model.trim() ?? "an unnamed CPU"}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}`,
    `load average when it began: ${loadavg()[0].toFixed(1)}${loadavg()[0] > 0.5 * cores.length ? " (busy: trust the ratios alone)" : ""}`,
  ];
};

/** The first line that looks like a version in what a command prints of itself. */
export const versionOf = (command, args = ["--version"]) => {
  const { stdout, stderr, status } = spawnSync(command, args, { encoding: "utf8" });
  if (status === null) return "not there";
  return (`${stdout}${stderr}`.split("\n").find((line) => /\d+\.\d+/.test(line)) ?? "").trim();
};
