import type Handlebars from "handlebars";
import { handlebarsPackage } from "../text/on-demand.js";
import { countSteps } from "./bound-template.js";

let made: typeof Handlebars | undefined;

/** Handlebars with a count of steps. */
export const engine = (): typeof Handlebars => {
  if (made === undefined) {
    made = handlebarsPackage().create();
    countSteps(made);
  }
  return made;
};
