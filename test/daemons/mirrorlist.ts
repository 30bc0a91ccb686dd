import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Daemon } from "../../tools/daemons/daemon.js";
import { listening, tempFolder } from "./machine.js";
import { startPythonFile } from "./python.js";
import type { Environment } from "./rendered.js";
import { artefactsOf, fileOf, SETTINGS_FILE } from "./rendered.js";

export const PROGRAM = "examples/mirrorlist_server/mirrorlist_server.py";
export const CLIENT = "examples/mirrorlist_server/mirrorlist_client.wsgi";

/** What the cache holds for fedora-40 on x86_64. */
export const MIRRORS = ["https://mirror.example.org/fedora/40/", "https://mirror.example.net/fedora/40/"];

/** Overrides that keep all that mirrorlist_server writes within one folder. */
export const within = (folder: string): readonly string[] => [
  `mirrorlist.server.socket_file=${folder}/mirrorlist.sock`,
  `mirrorlist.server.cache_file=${folder}/mirrors.json`,
  `mirrorlist.server.log_file=${folder}/mirrorlist.log`,
];

export interface MirrorlistServer {
  readonly daemon: Daemon;
  readonly folder: string;
  readonly socket: string;
  /** The rendered settings, and the file that they are in. */
  readonly settings: string;
  readonly settingsFile: string;
}

/** Starts the example server on the settings rendered for an environment, with a cache of its own unless there is one. */
export const startMirrorlistServer = async (
  environment: Environment,
  sets: readonly string[] = [],
  folder: string = tempFolder(),
): Promise<MirrorlistServer> => {
  const socket = join(folder, "mirrorlist.sock");
  const cache = join(folder, "mirrors.json");
  if (!existsSync(cache)) writeFileSync(cache, JSON.stringify({ "fedora-40": { x86_64: MIRRORS } }));
  const settings = fileOf(artefactsOf(environment, [...within(folder), ...sets]), SETTINGS_FILE);
  const settingsFile = join(folder, "mirrorlist_server.conf");
  writeFileSync(settingsFile, settings);
  const daemon = await startPythonFile(PROGRAM, [settingsFile], () => listening(socket) !== undefined);
  return { daemon, folder, socket, settings, settingsFile };
};
