import { join, resolve } from "node:path";
import type { Loaded } from "../api/load.js";
import { loadInventory } from "../api/load.js";
import { isThere } from "../disk/folders.js";
import type { Fleet } from "../fleet/fleet.js";
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
import type { TextOptions } from "../report/findings/text.js";
import { formatText } from "../report/findings/text.js";
import type { Finding } from "../rules/finding.js";
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
    loadInventory(file, { environment, read: project.read, sets, targets: project.targets }),
  );
};

/** The name of an environment is often given where a file is taken. */
const checkFile = (project: Project, file: string): void => {
  if (isThere(resolve(project.dir, file)) || !isEnvironment(project, file)) return;
  throw new Failure(`there is no file ${file}: for the environment of that name write --env ${file}`);
};

const isEnvironment = (project: Project, name: string): boolean =>
  inventoryNames(name).some((file) => isThere(join(project.dir, project.inventories, file)));

/** What stands in the way of reading an inventory, and the files that it quotes. */
interface InTheWay {
  readonly environments: readonly string[];
  readonly findings: readonly Finding[];
  readonly sources: ReadonlyMap<string, string>;
}

/** A failure that lists everything in the way of an inventory, as validate does. */
export class Unreadable extends Failure {
  constructor(
    inventory: string,
    readonly inTheWay: InTheWay,
    page: TextOptions = { color: false, columns: 100 },
  ) {
    super(`${inventory} can't be read`, formatText({ ...inTheWay, rules: [] }, page));
  }
}

/** The fleet of one environment; where it can't be read, a failure that lists everything in its way. */
export const fleetOf = (project: Project, environment: string, sets: readonly string[]): Fleet => {
  const [loaded] = loadSelected(project, [environment], [], sets);
  if (loaded?.ok) return loaded.fleet;
  const { findings, sources } = loaded ?? { findings: [], sources: new Map<string, string>() };
  throw new Unreadable(environment, { environments: [environment], findings, sources });
};
