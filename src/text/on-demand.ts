import { createRequire } from "node:module";
import type Handlebars from "handlebars";

// Where the build put each package; tests run the sources, and find them among their modules.
declare const MMCONF_YAML: string | undefined;
declare const MMCONF_HANDLEBARS: string | undefined;

/**
 * Packages that most runs do without, loaded when they are first asked for. By `require`, as a dynamic import would make
 * every function that reads an inventory or fills a template asynchronous.
 */
const load = (name: string) => createRequire(import.meta.url)(name);

/** What the build keeps of the package. */
type YamlPackage = Pick<
  typeof import("yaml"),
  "isAlias" | "isMap" | "isScalar" | "isSeq" | "parseDocument" | "stringify"
>;

/** It takes 30 ms, and most inventories never need it. */
export const yamlPackage = (): YamlPackage => load(typeof MMCONF_YAML === "string" ? MMCONF_YAML : "yaml");

/** With its compiler; mmconf's own templates come compiled. */
export const handlebarsPackage = (): typeof Handlebars =>
  load(typeof MMCONF_HANDLEBARS === "string" ? MMCONF_HANDLEBARS : "handlebars");
