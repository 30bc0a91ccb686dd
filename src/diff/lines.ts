/** A text cut at its newlines. A carriage return belongs to its line, as it does for git. */
export interface Lines {
  /** Without their newlines. */
  readonly texts: readonly string[];
  /** Whether the last line ends in a newline; true of an empty text. */
  readonly terminated: boolean;
}

export const splitLines = (content: string): Lines => {
  if (content === "") return { texts: [], terminated: true };
  const texts = content.split("\n");
  const terminated = content.endsWith("\n");
  if (terminated) texts.pop();
  return { texts, terminated };
};

/** Numbers in place of lines, from 0 up, equal exactly where the lines are. */
export interface NumberedLines {
  readonly oldLines: Int32Array;
  readonly newLines: Int32Array;
  /** How many different lines there are. */
  readonly count: number;
}

/** A last line without its newline is another line than the same text with one. */
export const numberLines = (before: Lines, after: Lines): NumberedLines => {
  const numbers = new Map<string, number>();
  const numberOf = (key: string): number => {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, numbers.size);
    return numbers.size - 1;
  };
  const numbered = ({ texts, terminated }: Lines): Int32Array => {
    const last = terminated ? -1 : texts.length - 1;
    return Int32Array.from(texts, (text, index) => numberOf(index === last ? `${text}\n` : text));
  };
  const oldLines = numbered(before);
  const newLines = numbered(after);
  return { oldLines, newLines, count: numbers.size };
};
