/**
 * How it is known what versions do: builds were asked, and test/versions holds what they said; or it was read; or no
 * build showed it, and it follows from what others do.
 */
export type Known =
  | { readonly measured: readonly [string, ...string[]]; readonly cited?: string }
  | { readonly cited: string }
  | { readonly assumed: string };

/** `measured on 2.4.0 and 2.5.0`, completes "(...)". */
export const knownBy = (known: Known): string => {
  if ("assumed" in known) return `assumed: ${known.assumed}`;
  if ("measured" in known) return `measured on ${known.measured.join(" and ")}`;
  return known.cited;
};
