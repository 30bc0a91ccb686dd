import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * Debian keeps daemons outside of the PATH of most users. The system's own come first: a python3 of the user's may be a
 * wrapper, with a process id of its own.
 */
const FOLDERS = [
  "/usr/sbin",
  "/usr/bin",
  "/sbin",
  "/bin",
  "/usr/local/sbin",
  "/usr/local/bin",
  ...(process.env.PATH ?? "").split(delimiter),
];

/** Apache's modules, as Debian lays them out. */
export const APACHE_MODULES = "/usr/lib/apache2/modules";

export const INSTALL = "npm run daemons";

/** The file of a program; undefined where it is not installed. MMCONF_HAPROXY names another haproxy to test with. */
export const findProgram = (name: string): string | undefined =>
  process.env[`MMCONF_${name.toUpperCase()}`] ??
  FOLDERS.map((folder) => join(folder, name)).find(isExecutable);

/** The file of a program that there has to be. */
export const programFile = (name: string): string => {
  const file = findProgram(name);
  if (file === undefined) throw new Error(`${name} is not installed; ${INSTALL} installs it`);
  return file;
};

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
