import { formatPatch } from "../diff/text/patch.js";
import { treeOf } from "../diff/text/tree.js";
import { readText } from "../disk/read-text.js";
import { templatesFrom } from "../disk/templates.js";
import type { Targets } from "../extend/targets.js";
import { everyTarget } from "../extend/targets.js";
import { withSets } from "../fixes/fixes.js";
import type { Fleet } from "../fleet/fleet.js";
import type { Rendered, RenderResult } from "../render/render.js";
import { renderedFiles, renderFleet } from "../render/render.js";
import type { Templates } from "../render/template.js";
import type { Rule } from "../rules/define.js";
import type { Validation } from "../rules/validate.js";
import { validate as validateBy } from "../rules/validate.js";
import type { Simulated, StormOptions } from "../simulate/simulate.js";
import { simulate as simulateBy } from "../simulate/simulate.js";
import { VERSION } from "../text/version.js";
import { allRules, withOwn } from "./built-in.js";
import type { Loaded, LoadOptions } from "./load.js";
import { loadInventory as loadFrom } from "./load.js";

/**
 * Reads an inventory and all that it extends, from the disk unless `read` says otherwise. Whatever is wrong with it
 * comes back as findings; nothing is thrown.
 */
export const loadInventory = (
  file: string,
  options: Omit<LoadOptions, "read"> & Partial<Pick<LoadOptions, "read">> = {},
): Loaded => loadFrom(file, { read: readText, ...options });

export interface ValidateOptions extends Partial<Targets> {
  /** The day that waivers are evaluated for, as YYYY-MM-DD. */
  readonly today: string;
  /** Default: the built-in rules. */
  readonly rules?: readonly Rule[];
  /** Slugs of the rules to run; default: all. Waivers of the others are accepted unjudged. */
  readonly only?: readonly string[];
  /** Whether fixes are tried, so that each finding has its `set`: takes as long as a hundred evaluations. */
  readonly sets?: boolean;
}

/**
 * Evaluates every rule on a fleet, and marks the findings that its waivers accept. Throws a RangeError where it is
 * called with a day that is none, a slug that no rule has, or two rules of one slug: nothing would be evaluated.
 */
export const validate = (
  fleet: Fleet,
  { rules = allRules, sets = false, runtimes = [], modules = [], ...options }: ValidateOptions,
): Validation => {
  const judge = (other: Fleet, only = options.only): Validation =>
    validateBy(other, {
      today: options.today,
      rules,
      others: allRules,
      ...(only === undefined ? {} : { only }),
    });
  const validation = judge(fleet);
  if (!sets) return validation;
  const trying = {
    targets: withOwn({ runtimes, modules }),
    rules,
    judge: (other: Fleet) => judge(other, []).findings,
  };
  return { ...validation, findings: withSets(fleet, validation.findings, trying) };
};

/** Modules and runtimes beyond the built-in ones. */
export interface RenderOptions extends Partial<Targets> {
  /** Without them, the built-in templates. */
  readonly templates?: Templates;
}

/** Renders the files of a fleet. Equal fleets and templates give equal bytes. */
export const render = (
  fleet: Fleet,
  { templates = templatesFrom(undefined), ...own }: RenderOptions = {},
): RenderResult => renderFleet(fleet, everyTarget(withOwn(own)), templates, VERSION);

export interface SimulateOptions extends StormOptions, Pick<Partial<Targets>, "runtimes"> {}

/**
 * Predicts what a storm does to a fleet, by simulating its HAProxy processes and the instances of its services event by
 * event. Fleets simulated with one seed are given the same requests.
 */
export const simulate = (fleet: Fleet, { runtimes = [], ...options }: SimulateOptions = {}): Simulated =>
  simulateBy(fleet, options, withOwn({ runtimes }).runtimes);

/** The patch from what one fleet renders to what another does, as `git apply` and `patch -p1` take it; "" where they are equal. */
export const diff = (before: Rendered, after: Rendered): string =>
  formatPatch(treeOf(renderedFiles(before)), treeOf(renderedFiles(after)));
