import { existsSync, watch } from "node:fs";

/** A save is several events: editors write, rename and touch. What follows within this time belongs to it. */
const ONE_SAVE_MS = 5;

/** Calls `changed` after each save below the folders; gives what ends it. A folder that is not there is left out. */
export const watchFolders = (folders: readonly string[], changed: () => void): (() => void) => {
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
