import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Templates } from "../render/template.js";

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
  const builtIn = { folder: join(packageFolder(), "templates"), shown: "mmconf/templates" };
  const places = own === undefined ? [builtIn] : [{ folder: own, shown: basename(own) }, builtIn];
  return (name) => {
    for (const { folder, shown } of places) {
      const file = join(folder, `${name}.hbs`);
      if (existsSync(file)) return { file: `${shown}/${name}.hbs`, text: readFileSync(file, "utf8") };
    }
    return undefined;
  };
};
