import { onTestFinished } from "vitest";
import type { Daemon, DaemonOptions } from "../../tools/daemons/daemon.js";
import { runDaemon } from "../../tools/daemons/daemon.js";

/** Starts a program and waits until it is ready; it ends with the test. */
export const startDaemon = (
  argv: readonly string[],
  ready: () => boolean | Promise<boolean>,
  options: DaemonOptions = {},
): Promise<Daemon> => runDaemon(argv, ready, endWithTest, options);

const endWithTest = (daemon: Daemon): void => {
  process.once("exit", daemon.kill);
  onTestFinished(async () => {
    process.off("exit", daemon.kill);
    await daemon.stop();
  });
};
