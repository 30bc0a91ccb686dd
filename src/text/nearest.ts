import { distance } from "fastest-levenshtein";

/** The one of `known` that a hasty hand may have meant. */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  const plain = (text: string) =>
    text.toLowerCase().replaceAll(/[-_.]/g, "").replace(/ies$/, "y").replace(/s$/, "");
  const ranked = known
    .map((candidate) => ({ candidate, far: distance(plain(word), plain(candidate)) }))
    .sort((a, b) => a.far - b.far);
  const [best] = ranked;
  return best && best.far <= Math.ceil(word.length / 3) ? best.candidate : undefined;
};
