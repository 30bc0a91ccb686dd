/** Whether one character of a name matches a glob. */
type One = (character: string) => boolean;

/**
 * True where `name` fits `pattern`: `*` is any characters, `?` any one, `[a-c]` one of those, `[!a-c]` one of the
 * others. The time is bounded by the product of the two lengths, however many stars there are. Names that Unicode
 * calls equal (an é of one character or of two) fit each other.
 */
export const fitsGlob = (pattern: string, name: string): boolean => {
  if (pattern === name) return true;
  const [first = [], ...others] = partsOf(pattern.normalize("NFC"));
  const characters = [...name.normalize("NFC")];
  if (!fitsAt(first, characters, 0)) return false;
  const last = others.pop();
  if (last === undefined) return first.length === characters.length;
  // Each part between two stars as early as it fits: if anything fits, this does.
  let at = first.length;
  for (const part of others) {
    while (at + part.length <= characters.length && !fitsAt(part, characters, at)) at++;
    at += part.length;
  }
  const end = characters.length - last.length;
  return at <= end && fitsAt(last, characters, end);
};

const fitsAt = (part: readonly One[], characters: readonly string[], at: number): boolean =>
  part.every((one, index) => {
    const character = characters[at + index];
    return character !== undefined && one(character);
  });

/** What stands between the stars. */
const partsOf = (pattern: string): readonly (readonly One[])[] => {
  const parts: One[][] = [[]];
  for (const [piece] of pattern.matchAll(/\*+|\[!?[^[\]]+\]|./gsu)) {
    if (piece.startsWith("*")) parts.push([]);
    else parts.at(-1)?.push(oneOf(piece));
  }
  return parts;
};

const oneOf = (piece: string): One => {
  if (piece === "?") return () => true;
  if (!piece.startsWith("[") || piece.length < 3) return (character) => character === piece;
  const others = piece.startsWith("[!");
  const ranges = [...piece.slice(others ? 2 : 1, -1).matchAll(/(.)-(.)|(.)/gsu)].map(
    ([, from, to, single]) => [from ?? single ?? "", to ?? single ?? ""] as const,
  );
  return (character) => ranges.some(([from, to]) => from <= character && character <= to) !== others;
};
