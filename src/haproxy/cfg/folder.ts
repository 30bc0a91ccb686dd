/** The names in a folder that HAProxy reads, in its order (src/haproxy.c cfgfiles_expand_directories). */
export const cfgFilesOf = (names: readonly string[]): readonly string[] =>
  // It looks for the first `.cfg` in a name, so that a.cfg.cfg is none.
  names.filter((name) => !name.startsWith(".") && name.indexOf(".cfg") === name.length - 4).toSorted(byBytes);

/** alphasort in the C locale, where UTF-8 sorts as its code points do. */
const byBytes = (a: string, b: string): number => {
  const [left, right] = [Array.from(a), Array.from(b)];
  const at = left.findIndex((one, index) => one !== right[index]);
  if (at < 0) return left.length - right.length;
  return (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? -1);
};
