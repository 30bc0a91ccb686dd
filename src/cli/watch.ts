import { existsSync, watch } from "node:fs";
import { join } from "node:path";
import { Failure } from "../text/failure.js";
import type { ExitCode, Shell } from "./shell.js";
import { EXIT } from "./shell.js";

/**
 * Does it now, and again after every change of the inventories and templates, until the process is interrupted. What
 * * fails is reported, and does not end it. A change of mmconf.config.mjs takes a new start: node loads a module once.
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

/** A save is several events: editors write, rename and touch. What follows within this time belongs to it. */
const ONE_SAVE_MS = 5;

/** Calls `changed` after each save below the folders; gives what ends it. A folder that is not there is left out. */
const watchFolders = (folders: readonly string[], changed: () => void): (() => void) => {
  let timer: NodeJS.Timeout | undefined;
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(changed, ONE_SAVE_MS);
  };
  const watchers = folders
    .filter((folder) => existsSync(folder))
    .map((folder) => watch(folder, { recursive: true }, soon));
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
};
