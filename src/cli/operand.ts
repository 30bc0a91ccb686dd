import { existsSync } from "node:fs";
import { join, posix, resolve } from "node:path";
import { loadInventory } from "../api/load.js";
import type { Side } from "../diff/comparison.js";
import { treeOf } from "../diff/text/tree.js";
import { isFolder, isThere } from "../disk/folders.js";
import { templatesFrom } from "../disk/templates.js";
import { everyTarget } from "../extend/targets.js";
import type { ReadFile } from "../inventory/read-file.js";
import type { Commit } from "../project/commit.js";
import { openCommit } from "../project/commit.js";
import type { Project } from "../project/project.js";
import {
  environmentOf,
  environmentsAmong,
  inventoryFile,
  inventoryNames,
  isInventory,
  relativeTo,
  selectEnvironments,
  toPosix,
} from "../project/project.js";
import { renderedFiles, renderFleet } from "../render/render.js";
import type { Templates } from "../render/template.js";
import { Failure } from "../text/failure.js";
import { VERSION } from "../text/version.js";
import { unreadable } from "./environments.js";
import { readFolder } from "./rendered-folder.js";

/** Reads what a user names on the command line: an environment, an inventory file, a rendered folder, or GITREF:E. */
export const readOperand = (project: Project, operand: string, sets: readonly string[]): Side => {
  if (hasInventory(project, operand)) return readEnvironment(project, operand, sets);
  const path = resolve(project.dir, operand);
  if (isFolder(path)) return readFolder(operand, path);
  if (isInventory(operand) && existsSync(path)) {
    const file = toPosix(relativeTo(project.dir, operand));
    return renderSide(project, operand, { environment: environmentOf(file), file, sets, ...onDisk(project) });
  }
  const colon = operand.lastIndexOf(":");
  if (colon > 0) return readCommit(project, operand.slice(0, colon), operand.slice(colon + 1), sets);
  const [environment] = selectEnvironments(project, [operand]);
  if (environment === undefined) throw new Failure(`there is no environment ${operand}`);
  return readEnvironment(project, environment, sets);
};

/** An environment of the project by its very name, whatever else is called so. */
const hasInventory = (project: Project, name: string): boolean =>
  !name.includes("/") &&
  inventoryNames(name).some((file) => isThere(join(project.dir, project.inventories, file)));

/** An environment as it is in the project's folder, rendered with the templates there. */
export const readEnvironment = (project: Project, environment: string, sets: readonly string[]): Side =>
  renderSide(project, environment, {
    environment,
    file: inventoryFile(project, environment),
    sets,
    ...onDisk(project),
  });

const onDisk = (project: Project) => ({ read: project.read, templates: templatesFrom(project.templates) });

const readCommit = (project: Project, ref: string, environment: string, sets: readonly string[]): Side =>
  readFromCommit(project, { ref, commit: openCommit(project.dir, ref) }, environment, sets);

/** A commit, and what it was asked for by. */
export interface NamedCommit {
  readonly ref: string;
  readonly commit: Commit;
}

/** An environment as a commit holds it, rendered with the templates of that commit. */
export const readFromCommit = (
  project: Project,
  named: NamedCommit,
  environment: string,
  sets: readonly string[],
): Side => {
  const { ref, commit } = named;
  return renderSide(project, `${ref}:${environment}`, {
    environment,
    file: inventoryAt(project, named, environment),
    sets,
    read: commit.read,
    templates: templatesAt(project, commit),
  });
};

const inventoryAt = (project: Project, { ref, commit }: NamedCommit, environment: string): string => {
  const file = inventoryNames(environment).find((name) => commit.has(posix.join(project.inventories, name)));
  if (file !== undefined) return posix.join(project.inventories, file);
  const there = environmentsAmong(commit.list(project.inventories), `${ref}:${project.inventories}`);
  throw new Failure(`there is no environment ${environment} in ${ref}; it has ${there.join(", ") || "none"}`);
};

/** The project's templates as the commit holds them, and mmconf's own below. */
const templatesAt = (project: Project, commit: Commit): Templates => {
  const folder = toPosix(relativeTo(project.dir, project.templates));
  const builtIn = templatesFrom(undefined);
  return (name) => {
    const file = posix.join(folder, `${name}.hbs`);
    if (!commit.has(file)) return builtIn(name);
    const own = commit.read(file);
    if (!own.ok) throw new Failure(`can't read ${file}: ${own.reason}`);
    return { file, text: own.text };
  };
};

/** What is rendered, and where its files are read from. */
interface RenderedFrom {
  readonly environment: string;
  readonly file: string;
  readonly sets: readonly string[];
  readonly read: ReadFile;
  readonly templates: Templates;
}

const renderSide = (
  project: Project,
  name: string,
  { environment, file, sets, read, templates }: RenderedFrom,
): Side => {
  const loaded = loadInventory(file, { environment, read, sets, targets: project.targets });
  if (!loaded.ok) {
    const { findings, sources } = loaded;
    throw unreadable(name, { environments: [environment], findings, sources });
  }
  const result = renderFleet(loaded.fleet, everyTarget(project.targets), templates, VERSION);
  if (!result.ok) throw new Failure(`can't render ${name}: ${result.reason}`);
  return { name, tree: treeOf(renderedFiles(result.rendered)), fleet: loaded.fleet };
};
