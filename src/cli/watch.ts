import { join } from "node:path";
import { watchFolders } from "../project/watch.js";
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
