import { defaultIn } from "../defaults.js";
import type { HaproxyVersion } from "../version.js";

/** How a version reads lines and words. */
export interface Syntax {
  readonly quotes: boolean;
  readonly scopes: boolean;
  readonly spreadVariables: boolean;
  readonly dotDirectives: boolean;
  readonly variableDefaults: boolean;
  readonly wholeLines: boolean;
  readonly refusesEmptyWords: boolean;
}

export const syntaxOf = (version: HaproxyVersion): Syntax => ({
  quotes: defaultIn(version, "quotes"),
  scopes: defaultIn(version, "scopes"),
  spreadVariables: defaultIn(version, "spreadVariables"),
  dotDirectives: defaultIn(version, "dotDirectives"),
  variableDefaults: defaultIn(version, "variableDefaults"),
  wholeLines: defaultIn(version, "wholeLines"),
  refusesEmptyWords: defaultIn(version, "refusesEmptyWords"),
});
