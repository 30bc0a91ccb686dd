import { createRequire } from "node:module";
import type Handlebars from "handlebars";
import { countSteps } from "./bound-template.js";

declare const MMCONF_HANDLEBARS: string | undefined;

/** Where the build put the package; tests run the sources, and find it among their modules. */
const NAME = typeof MMCONF_HANDLEBARS === "string" ? MMCONF_HANDLEBARS : "handlebars";

let made: typeof Handlebars | undefined;

/** Handlebars with its compiler and a count of steps, loaded when it is first asked for: mmconf's own templates come compiled. */
export const engine = (): typeof Handlebars => {
  if (made === undefined) {
    const handlebars: typeof Handlebars = createRequire(import.meta.url)(NAME);
    made = handlebars.create();
    countSteps(made);
  }
  return made;
};
