import { readFileSync } from "node:fs";
import { allTargets } from "../../src/api/built-in.js";
import { loadInventory } from "../../src/api/load.js";
import { templatesFrom } from "../../src/disk/templates.js";
import type { Artefact } from "../../src/render/artefact.js";
import { renderFleet } from "../../src/render/render.js";

export const ENVIRONMENTS = ["before", "prod", "tuned"] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

export const PROXY_FILE = "modules/haproxy/files/haproxy.cfg";
export const APACHE_FILE = "modules/mirrormanager/files/mirrorlist-server.conf";
export const SETTINGS_FILE = "modules/mirrormanager/files/mirrorlist_server.conf";
export const KERNEL_FILE = "modules/kernel/files/99-mmconf.conf";

/** What mmconf renders for an environment, with overrides as --set takes them. */
export const artefactsOf = (environment: Environment, sets: readonly string[] = []): readonly Artefact[] => {
  const read = (file: string) => ({ ok: true as const, text: readFileSync(file, "utf8") });
  const loaded = loadInventory(`inventories/${environment}.yaml`, { read, sets });
  if (!loaded.ok) throw new Error(loaded.findings.map((finding) => finding.message).join("\n"));
  const result = renderFleet(loaded.fleet, allTargets, templatesFrom(undefined), "0.0.0");
  if (!result.ok) throw new Error(result.reason);
  return result.rendered.artefacts;
};

/** The files of one kind: the role's, and those of single hosts beside it. */
export const filesOf = (artefacts: readonly Artefact[], path: string): readonly Artefact[] =>
  artefacts.filter((artefact) => artefact.path === path || artefact.path.startsWith(`${path}.`));

/** The role's file of one kind. */
export const fileOf = (artefacts: readonly Artefact[], path: string): string => {
  const file = artefacts.find((artefact) => artefact.path === path);
  if (file === undefined) throw new Error(`${path} is not rendered`);
  return file.content;
};
