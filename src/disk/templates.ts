import { existsSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Templates } from "../render/template.js";
import { Failure, reasonOf } from "../text/failure.js";
import { isThere } from "./folders.js";
import { readText } from "./read-text.js";

/** The folder of this package: the nearest one above that holds its templates. */
export const packageFolder = (): string => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "templates", "haproxy")) && dirname(folder) !== folder)
    folder = dirname(folder);
  return folder;
};

/**
 * Templates from a project's own folder first, then mmconf's. Messages and comments name the former `templates/...`
 * and the latter `mmconf/templates/...`, wherever the two lie.
 */
export const templatesFrom = (own: string | undefined): Templates => {
  const builtIn = join(packageFolder(), "templates");
  return (name) => {
    const file = `${name}.hbs`;
    if (own !== undefined && isThere(join(own, file)))
      return { file: `${basename(own)}/${file}`, text: readOwn(own, file) };
    if (!existsSync(join(builtIn, file))) return undefined;
    return { file: `mmconf/templates/${file}`, text: readFileSync(join(builtIn, file), "utf8") };
  };
};

/** A symbolic link out of the folder could put any file of this machine into what is rendered and shown to others. */
const readOwn = (folder: string, file: string): string => {
  const path = join(folder, file);
  let inside: boolean;
  try {
    inside = realpathSync(path).startsWith(`${realpathSync(folder)}${sep}`);
  } catch (error) {
    throw new Failure(`can't read ${path}: ${reasonOf(error)}`);
  }
  if (!inside)
    throw new Failure(
      `can't read ${path}: it is a symbolic link out of ${folder}; put the file itself there`,
    );
  const read = readText(path);
  if (!read.ok) throw new Failure(`can't read ${path}: ${read.reason}`);
  return read.text;
};
