/** A text cut at its newlines. A carriage return belongs to its line, as it does for git. */
export interface Lines {
  readonly content: string;
  /** The same in UTF-8. */
  readonly bytes: Buffer;
  readonly count: number;
  /** Where each line starts, and last where the text ends. A line goes up to the next start, its newline included. */
  readonly starts: Int32Array;
  /** Equal for equal lines, and rarely for others. */
  readonly hashes: Int32Array;
  /** Whether the last line ends in a newline; true of an empty text. */
  readonly terminated: boolean;
}

const NEWLINE = 10;
/** Bytes of a line that room is made for at first. */
const GUESSED_LENGTH = 32;

export const splitLines = (content: string): Lines => {
  const bytes = Buffer.from(content);
  const { length } = bytes;
  let starts = new Int32Array(Math.ceil(length / GUESSED_LENGTH) + 2);
  let hashes = new Int32Array(starts.length);
  let count = 0;
  let at = 0;
  while (at < length) {
    if (count + 1 === starts.length) {
      starts = widened(starts);
      hashes = widened(hashes);
    }
    starts[count] = at;
    let hash = 5381; // D. J. Bernstein's hash
    let byte = 0;
    while (at < length && byte !== NEWLINE) {
      byte = bytes[at] ?? 0;
      hash = (hash + (hash << 5)) ^ byte;
      at += 1;
    }
    hashes[count] = hash;
    count += 1;
  }
  starts[count] = length;
  return { content, bytes, count, starts, hashes, terminated: length === 0 || bytes[length - 1] === NEWLINE };
};

const widened = (numbers: Int32Array): Int32Array<ArrayBuffer> => {
  const wide = new Int32Array(2 * numbers.length);
  wide.set(numbers);
  return wide;
};

/** Whether a line ends in a newline: all do but the last of a text without one. */
export const endsInNewline = ({ count, terminated }: Lines, line: number): boolean =>
  terminated || line < count - 1;

/** Bytes of a line without its newline. */
export const textLength = (lines: Lines, line: number): number =>
  (lines.starts[line + 1] ?? 0) - (lines.starts[line] ?? 0) - (endsInNewline(lines, line) ? 1 : 0);

/** A line's text without its newline. */
export const lineText = (lines: Lines, line: number): string => textBetween(lines, line, line + 1);

/** The text of the lines from `from` up to `to`, at least one, without the newline of the last. */
export const textBetween = (lines: Lines, from: number, to: number): string => {
  const end = (lines.starts[to] ?? 0) - (endsInNewline(lines, to - 1) ? 1 : 0);
  const start = lines.starts[from] ?? 0;
  // As long in bytes as in characters is ASCII throughout: places are the same in both.
  if (lines.bytes.length === lines.content.length) return lines.content.slice(start, end);
  return lines.bytes.toString("utf8", start, end);
};
