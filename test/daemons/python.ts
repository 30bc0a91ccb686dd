import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Daemon } from "../../tools/daemons/daemon.js";
import { programFile } from "../../tools/daemons/program.js";
import { startDaemon } from "./daemon.js";
import { tempFolder } from "./machine.js";

/** Starts a Python program given as text. */
export const startPython = (text: string, args: readonly string[], ready: () => boolean): Promise<Daemon> => {
  const file = join(tempFolder(), "program.py");
  writeFileSync(file, text);
  return startPythonFile(file, args, ready);
};

/** Starts a Python program that lies in a file. */
export const startPythonFile = (
  file: string,
  args: readonly string[],
  ready: () => boolean,
): Promise<Daemon> => startDaemon([programFile("python3"), "-u", file, ...args], ready);
