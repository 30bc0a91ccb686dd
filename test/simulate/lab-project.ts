import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mmconf, temporaryFolder } from "../cli/mmconf.js";

/** A project with the lab's tier, and the same with a queue in HAProxy. */
export const project = (): string => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "inventories"));
  cpSync("test/simulate/lab.yaml", join(folder, "inventories/lab.yaml"));
  writeFileSync(
    join(folder, "inventories/queue.yaml"),
    `extends: lab.yaml
haproxy: { listeners: { mirror-lists: { timeout: { queue: 60s }, server: { maxconn: 5 } } } }
mirrorlist: { wsgi: { processes: 20 } }
`,
  );
  return folder;
};

export const simulate = (args: string, folder = project()) =>
  mmconf(["simulate", ...args.split(" ").filter((word) => word !== "")], folder);
