import { existsSync, readdirSync } from "node:fs";
import { basename, extname, isAbsolute, join, posix, relative, resolve, sep } from "node:path";
import { allRules, withOwn } from "../api/built-in.js";
import { isFolder, isThere } from "../disk/folders.js";
import { readText } from "../disk/read-text.js";
import type { Targets } from "../extend/targets.js";
import { rulesOf } from "../extend/targets.js";
import type { ReadFile } from "../inventory/read-file.js";
import type { Rule } from "../rules/define.js";
import { Failure, reasonOf } from "../text/failure.js";
import { fitsGlob } from "../text/glob.js";
import { nearest } from "../text/nearest.js";
import { visible } from "../text/terminal.js";
import type { Config } from "./define-config.js";
import { CONFIG_FILE } from "./define-config.js";

export interface ProjectOptions {
  /** The project's folder. */
  readonly dir: string;
  readonly inventories?: string | undefined;
  readonly out?: string | undefined;
  readonly templates?: string | undefined;
}

/** Where a project's inventories lie. */
export interface ProjectFolder {
  readonly dir: string;
  /** Folder of the inventories, relative to the project. */
  readonly inventories: string;
}

/** A folder with inventories/, and what it adds to mmconf. */
export interface Project extends ProjectFolder {
  /** Absolute. */
  readonly out: string;
  /** True where the user named the folder, rather than the project. */
  readonly outGiven: boolean;
  /** Absolute folder of the project's own templates. */
  readonly templates: string;
  /** Every target: the built-in ones, and its own. */
  readonly targets: Targets;
  /** Those that it adds. */
  readonly own: Targets;
  readonly rules: readonly Rule[];
  /** Reads a file of the project by its path relative to it. */
  readonly read: ReadFile;
}

const INVENTORY_EXTENSIONS = [".yaml", ".yml", ".json"];

export const isInventory = (file: string): boolean => INVENTORY_EXTENSIONS.includes(extname(file));

/** The names that an environment's inventory may have. */
export const inventoryNames = (environment: string): readonly string[] =>
  INVENTORY_EXTENSIONS.map((extension) => environment + extension);

/** Finds a project without loading what it adds: none of its code runs. */
export const findProject = (options: ProjectOptions): ProjectFolder => {
  const dir = resolve(options.dir);
  if (!isFolder(dir)) throw new Failure(`there is no folder ${options.dir}`);
  const inventories =
    options.inventories === undefined ? "inventories" : relativeTo(dir, options.inventories);
  return { dir, inventories: toPosix(inventories) };
};

/** Opens a project and loads what its mmconf.config.mjs adds. */
export const openProject = async (options: ProjectOptions): Promise<Project> => {
  const place = findProject(options);
  const { dir } = place;
  const { rules, ...own } = await added(dir);
  return {
    ...place,
    out: resolve(dir, options.out ?? "out"),
    outGiven: options.out !== undefined,
    templates: resolve(dir, options.templates ?? "templates"),
    targets: withOwn(own),
    own,
    rules: [...allRules, ...rulesOf(own), ...rules],
    read: (file, within) =>
      readText(
        isAbsolute(file) ? file : join(dir, file),
        within === undefined ? within : resolve(dir, within),
      ),
  };
};

const added = async (dir: string): Promise<Required<Config>> => {
  if (!existsSync(join(dir, CONFIG_FILE))) return { modules: [], runtimes: [], rules: [] };
  const { loadConfig } = await import("./config.js");
  return loadConfig(dir);
};

/** The environments of a project: the names of its inventories, in order. */
export const environments = ({ dir, inventories }: ProjectFolder): readonly string[] => {
  let names: readonly string[];
  try {
    names = readdirSync(join(dir, inventories));
  } catch (error) {
    throw new Failure(
      `can't read the inventories in ${inventories}: ${reasonOf(error)}; name their folder with --inventories, the project's with -C, or start a project with mmconf init`,
    );
  }
  return environmentsAmong(names, inventories);
};

/**
 * The environments that files named so are the inventories of, in order. A name appears in reports, paths and shells:
 * one with what a terminal obeys is refused here, so that no later code has to look out for it.
 */
export const environmentsAmong = (names: readonly string[], folder: string): readonly string[] => {
  const files = names.filter((name) => isInventory(name) && !name.startsWith("."));
  const odd = files.find((name) => visible(name) !== name || name.includes("\ufffd"));
  if (odd !== undefined)
    throw new Failure(
      `${folder} holds an inventory named ${visible(odd)}: a name has no control characters and is UTF-8; rename it`,
    );
  return [...new Set(files.map(environmentOf))].sort();
};

export const environmentOf = (file: string): string => basename(file, extname(file));

/** The environments that names and globs ask for; a name that fits none is a failure that lists those there. */
export const selectEnvironments = (project: Project, wanted: readonly string[]): readonly string[] => {
  const known = environments(project);
  const selected = wanted.flatMap((pattern) => {
    const found = known.filter((name) => fitsGlob(pattern, name));
    if (found.length > 0) return found;
    const close = nearest(pattern, known);
    const hint = close === undefined ? "" : `; did you mean ${close}?`;
    const there = known.length === 0 ? "there is none" : `there are ${known.join(", ")}`;
    throw new Failure(`there is no environment ${pattern} in ${project.inventories}: ${there}${hint}`);
  });
  return [...new Set(selected)];
};

/** The one environment that a name or a glob asks for. */
export const selectEnvironment = (project: Project, pattern: string): string => {
  const [first, ...more] = selectEnvironments(project, [pattern]);
  if (first === undefined || more.length > 0)
    throw new Failure(`--env takes one environment here; ${pattern} matches ${[first, ...more].join(", ")}`);
  return first;
};

/** The one environment of a project that has no other, which need not be named. */
export const onlyEnvironment = (project: Project, or = ""): string => {
  const known = environments(project);
  const [only] = known;
  if (only !== undefined && known.length === 1) return only;
  const there = only === undefined ? "there is none" : `there are ${known.join(", ")}`;
  throw new Failure(`name the environment: --env NAME${or} (in ${project.inventories} ${there})`);
};

/** True where a name or a glob of `patterns` fits. */
export const matchesAny = (patterns: readonly string[], name: string): boolean =>
  patterns.some((pattern) => fitsGlob(pattern, name));

/** The inventory file of an environment, relative to the project. */
export const inventoryFile = (project: Project, environment: string): string => {
  const files = inventoryNames(environment).map((name) => posix.join(project.inventories, name));
  // A symbolic link to nothing is there too: what is wrong with it is reported when it is read.
  const there = files.filter((file) => isThere(join(project.dir, file)));
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
