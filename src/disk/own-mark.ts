import { createHash } from "node:crypto";
import { readlinkSync, statSync } from "node:fs";
import { hostname } from "node:os";

/** The machine, and the container on it, that a process number is of: two of them may share a folder. */
const where = (): string => {
  let namespace = "";
  try {
    namespace = readlinkSync("/proc/self/ns/pid");
  } catch {
    // Not on Linux: there the machine's name is all there is to tell by.
  }
  return createHash("sha256").update(`${hostname()} ${namespace}`).digest("hex").slice(0, 8);
};

const HERE = where();

/** What this process adds to the name of what it writes before it takes its place: no other process has it. */
export const OWN_MARK = `${HERE}-${process.pid}`;

/** Marks of this version, and of those that gave the number alone. */
export const MARK = "(?:[0-9a-f]{8}-)?\\d+";

/** What another machine writes is not known to be given up before it has lain for so long. */
const GIVEN_UP_MS = 10 * 60_000;

/** True where nobody goes on with what lies at `path` under the mark of another process, or of a former run. */
export const isGivenUp = (mark: string, path: string): boolean => {
  const [pid = "", elsewhere = HERE] = mark.split("-").reverse();
  if (elsewhere === HERE) return !isRunning(Number(pid));
  const there = statSync(path, { throwIfNoEntry: false });
  return there !== undefined && Date.now() - there.mtimeMs > GIVEN_UP_MS;
};

const isRunning = (pid: number): boolean => {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};
