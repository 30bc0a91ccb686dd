import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../text/failure.js";
import type { ExitCode, Shell } from "./shell.js";
import { EXIT } from "./shell.js";

/**
 * Does it now, and again after every change of the inventories and templates, until the process is interrupted. What
 * fails is reported, and does not end it. A change of mmconf.config.mjs takes a new start: node loads a module once.
 */
export const keepDoing = async (shell: Shell, action: () => Promise<ExitCode>): Promise<ExitCode> => {
  const project = await shell.project();
  let running: Promise<void> = Promise.resolve();
  const again = (): void => {
    running = running.then(async () => {
      try {
        await action();
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        shell.fail(error);
      }
      shell.say("watching; press Ctrl-C to stop");
    });
  };
  again();
  const stop = watchFolders([join(project.dir, project.inventories), project.templates], again);
  await new Promise<void>((interrupted) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupted());
  });
  stop();
  await running;
  return EXIT.fine;
};

/** How often it looks. A save is several steps (editors empty, write, rename), and is over where two looks see the same. */
const APART_MS = 100;
/** Where there is much to look at, a twentieth of the time goes into it at most. */
const PAUSES = 20;

/**
 * Calls `changed` after each save below the folders; gives what ends it. It looks rather than being told: watches are of
 * inodes, and are lost where a file or its folder is replaced by another of its name; the system gives out few of them,
 * and none where the folder is another machine's.
 */
export const watchFolders = (folders: readonly string[], changed: () => void): (() => void) => {
  let acted = stateOf(folders);
  let before = acted;
  let timer: NodeJS.Timeout;
  const look = (): void => {
    const began = performance.now();
    const now = stateOf(folders);
    timer = setTimeout(look, Math.max(APART_MS, PAUSES * (performance.now() - began)));
    if (now === before && now !== acted) {
      acted = now;
      changed();
    }
    before = now;
  };
  timer = setTimeout(look, APART_MS);
  return () => clearTimeout(timer);
};

/** All that tells one state of what lies below from another. What can't be looked at, be it not there, is a state too. */
const stateOf = (folders: readonly string[]): string => {
  const told: string[] = [];
  const walk = (folder: string): void => {
    try {
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) walk(path);
        else told.push(`${path} ${stampOf(path)}`);
      }
    } catch {
      told.push(folder);
    }
  };
  for (const folder of folders) walk(folder);
  return told.join("\n");
};

const stampOf = (path: string): string => {
  try {
    const { ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch {
    return "";
  }
};
