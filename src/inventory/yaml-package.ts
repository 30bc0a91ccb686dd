import { createRequire } from "node:module";

declare const MMCONF_YAML: string | undefined;

/** Where the build put the package; tests run the sources, and find it among their modules. */
const NAME = typeof MMCONF_YAML === "string" ? MMCONF_YAML : "yaml";

/** What the build keeps of it. */
type YamlPackage = Pick<
  typeof import("yaml"),
  "isAlias" | "isMap" | "isScalar" | "isSeq" | "parseDocument" | "stringify"
>;

/**
 * The `yaml` package, loaded when it is first asked for: it takes 30 ms, and most inventories never need it. By
 * `require`, as a dynamic import would make every function that reads an inventory asynchronous.
 */
export const yamlPackage = (): YamlPackage => createRequire(import.meta.url)(NAME);
