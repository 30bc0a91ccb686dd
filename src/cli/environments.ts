import { join, resolve } from "node:path";
import type { Loaded } from "../api/load.js";
import { loadInventory } from "../api/load.js";
import { isThere } from "../project/is-there.js";
import type { Project } from "../project/project.js";
import {
  environmentOf,
  environments,
  inventoryFile,
  inventoryNames,
  relativeTo,
  selectEnvironments,
  toPosix,
} from "../project/project.js";
import { Failure } from "../text/failure.js";

/** Loads the environments that `--env`, or files named one by one, ask for; all of them where neither does. */
export const loadSelected = (
  project: Project,
  wanted: readonly string[],
  files: readonly string[],
  sets: readonly string[],
): readonly Loaded[] => {
  const named = files.map((file) => {
    checkFile(project, file);
    return { environment: environmentOf(file), file: toPosix(relativeTo(project.dir, file)) };
  });
  const names =
    wanted.length > 0 ? selectEnvironments(project, wanted) : named.length > 0 ? [] : environments(project);
  const selected = [
    ...names.map((environment) => ({ environment, file: inventoryFile(project, environment) })),
    ...named,
  ];
  if (selected.length === 0)
    throw new Failure(`there is no inventory in ${project.inventories}: start one with mmconf init`);
  return selected.map(({ environment, file }) =>
    loadInventory(file, { environment, read: project.read, sets, modules: project.modules }),
  );
};

/** The name of an environment is often given where a file is taken. */
const checkFile = (project: Project, file: string): void => {
  if (isThere(resolve(project.dir, file)) || !isEnvironment(project, file)) return;
  throw new Failure(`there is no file ${file}: for the environment of that name write --env ${file}`);
};

const isEnvironment = (project: Project, name: string): boolean =>
  inventoryNames(name).some((file) => isThere(join(project.dir, project.inventories, file)));
