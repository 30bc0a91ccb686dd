/** How every template is compiled: a value that the view lacks is an error, and nothing is escaped as HTML. */
export const COMPILE = {
  strict: true,
  noEscape: true,
  knownHelpersOnly: true,
  preventIndent: true,
} as const;
