import { createRequire } from "node:module";

declare const MMCONF_HANDLEBARS: string | undefined;

/** Where the build put the package; tests run the sources, and find it among their modules. */
const NAME = typeof MMCONF_HANDLEBARS === "string" ? MMCONF_HANDLEBARS : "handlebars";

/** Handlebars with its compiler, loaded when it is first asked for: mmconf's own templates come compiled. */
export const handlebarsPackage = (): typeof import("handlebars") => createRequire(import.meta.url)(NAME);
