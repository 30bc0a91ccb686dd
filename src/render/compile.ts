/** Called before each part of a template that may be run more than once. */
export const STEP = "mmconf-step";

/**
 * How every template is compiled: a value that the view lacks is an error, nothing is escaped as HTML, and a helper that
 * calls a function, or prints, is not there.
 */
export const COMPILE = {
  strict: true,
  noEscape: true,
  knownHelpersOnly: true,
  knownHelpers: { [STEP]: true, log: false, helperMissing: false, blockHelperMissing: false },
  preventIndent: true,
} as const;
