import { existsSync, readdirSync } from "node:fs";
import { basename, extname, isAbsolute, join, posix, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { allChecks } from "../checks/all.js";
import type { Check } from "../checks/define.js";
import type { Config } from "../config.js";
import type { ReadFile } from "../inventory/load.js";
import { nearest } from "../inventory/nearest.js";
import { allModules } from "../modules/all.js";
import type { Module } from "../modules/module.js";
import { Failure, reasonOf } from "./failure.js";
import { readText } from "./read-text.js";

export interface ProjectOptions {
  /** The project's folder. */
  readonly dir: string;
  readonly inventories?: string | undefined;
  readonly out?: string | undefined;
  readonly templates?: string | undefined;
}

/** A folder with inventories/, and what it adds to mmconf. */
export interface Project {
  readonly dir: string;
  /** Folder of the inventories, relative to the project. */
  readonly inventories: string;
  /** Absolute. */
  readonly out: string;
  /** True where the user named the folder, rather than the project. */
  readonly outGiven: boolean;
  /** Absolute folder of the project's own templates. */
  readonly templates: string;
  readonly modules: readonly Module[];
  readonly checks: readonly Check[];
  /** Reads a file of the project by its path relative to it. */
  readonly read: ReadFile;
}

const CONFIG_FILE = "mmconf.config.mjs";
export const INVENTORY_EXTENSIONS = [".yaml", ".yml", ".json"];

/** Opens a project and loads what its mmconf.config.mjs adds. */
export const openProject = async (options: ProjectOptions): Promise<Project> => {
  const dir = resolve(options.dir);
  if (!existsSync(dir)) throw new Failure(`there is no folder ${options.dir}`);
  const config = await loadConfig(dir);
  const modules = config.modules ?? [];
  return {
    dir,
    inventories: toPosix(
      options.inventories === undefined ? "inventories" : relativeTo(dir, options.inventories),
    ),
    out: resolve(dir, options.out ?? "out"),
    outGiven: options.out !== undefined,
    templates: resolve(dir, options.templates ?? "templates"),
    modules: [...allModules, ...modules],
    checks: [...allChecks, ...modules.flatMap((module) => module.checks ?? []), ...(config.checks ?? [])],
    read: (file, within) =>
      readText(
        isAbsolute(file) ? file : join(dir, file),
        within === undefined ? within : resolve(dir, within),
      ),
  };
};

const loadConfig = async (dir: string): Promise<Config> => {
  const file = join(dir, CONFIG_FILE);
  if (!existsSync(file)) return {};
  try {
    const loaded: { default?: Config } = await import(pathToFileURL(file).href);
    if (loaded.default === undefined || typeof loaded.default !== "object") {
      throw new Failure(
        `${CONFIG_FILE} has no default export: write export default defineConfig({ modules, checks })`,
      );
    }
    return loaded.default;
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(
      `${CONFIG_FILE} can't be loaded: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
};

/** The environments of a project: the names of its inventories, in order. */
export const environments = (project: Project): readonly string[] => {
  const folder = join(project.dir, project.inventories);
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    throw new Failure(
      `can't read the inventories in ${project.inventories}: ${reasonOf(error)}; name their folder with --inventories, the project's with -C, or start one with mmconf init`,
    );
  }
  return [
    ...new Set(
      names
        .filter((name) => INVENTORY_EXTENSIONS.includes(extname(name)) && !name.startsWith("."))
        .map(environmentOf),
    ),
  ].sort();
};

export const environmentOf = (file: string): string => basename(file, extname(file));

/** The environments that names and globs ask for; a name that fits none is a failure that lists those there. */
export const selectEnvironments = (project: Project, wanted: readonly string[]): readonly string[] => {
  const known = environments(project);
  const selected = wanted.flatMap((pattern) => {
    const found = known.filter((name) => matches(pattern, name));
    if (found.length > 0) return found;
    const close = nearest(pattern, known);
    const hint = close === undefined ? "" : `; did you mean ${close}?`;
    const there = known.length === 0 ? "there is none" : `there are ${known.join(", ")}`;
    throw new Failure(`there is no environment ${pattern} in ${project.inventories}: ${there}${hint}`);
  });
  return [...new Set(selected)];
};

/** True where a name or a glob of `patterns` fits. */
export const matchesAny = (patterns: readonly string[], name: string): boolean =>
  patterns.some((pattern) => matches(pattern, name));

const matches = (pattern: string, name: string): boolean => {
  const expression = pattern
    .replaceAll(/[.+^${}()|\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  try {
    return new RegExp(`^${expression}$`).test(name);
  } catch {
    return pattern === name;
  }
};

/** The inventory file of an environment, relative to the project. */
export const inventoryFile = (project: Project, environment: string): string => {
  const files = INVENTORY_EXTENSIONS.map((extension) =>
    posix.join(project.inventories, environment + extension),
  );
  const there = files.filter((file) => existsSync(join(project.dir, file)));
  const [file, second] = there;
  if (file === undefined)
    throw new Failure(`there is no inventory of ${environment} in ${project.inventories}`);
  if (second !== undefined)
    throw new Failure(`${environment} has two inventories, ${file} and ${second}: keep one of them`);
  return file;
};

/** A path given on the command line, which counts from the project, relative to it where it lies inside. */
export const relativeTo = (dir: string, path: string): string => {
  const absolute = resolve(dir, path);
  const inside = relative(dir, absolute);
  if (inside === "") return ".";
  return inside.startsWith("..") || isAbsolute(inside) ? absolute : inside;
};

export const toPosix = (path: string): string => path.split(sep).join("/");
