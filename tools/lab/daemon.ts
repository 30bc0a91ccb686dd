import { connect } from "node:net";
import { runDaemon } from "../daemons/daemon.js";
import { programFile } from "../daemons/program.js";
import type { Target } from "./load.js";
import type { Scope } from "./scope.js";

/** All daemons of a tier end at once. Milliseconds. */
const GRACE = 1_000;

/** Starts a program that listens at an address, and waits until it does; it ends with the scope. */
export const startDaemon = async (
  scope: Scope,
  [name = "", ...args]: readonly string[],
  { host, port }: Target,
): Promise<void> => {
  const argv = [programFile(name), ...args];
  await runDaemon(
    argv,
    () => accepts(host, port),
    (daemon) => {
      scope.onKill(daemon.kill);
      scope.onEnd(daemon.stop);
    },
    { grace: GRACE },
  );
};

const accepts = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once("error", () => resolve(false));
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
  });
