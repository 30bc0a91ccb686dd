import type { Place } from "./place.js";

/** The text of one inventory file. Its table of lines is made when the first place is asked for: most never are. */
export class Source {
  private table: readonly number[] | undefined;

  constructor(
    readonly file: string,
    readonly text: string,
  ) {}

  /** The place of the characters from `start` up to `end`, which are on one line. */
  place(start: number, end: number): Place {
    const lines = this.lines();
    let low = 0;
    let high = lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((lines[middle] ?? 0) <= start) low = middle;
      else high = middle - 1;
    }
    const column = start - (lines[low] ?? 0) + 1;
    return { file: this.file, line: low + 1, column, endColumn: column + end - start };
  }

  /** Where `[start, end)` ends on the line that it starts on. */
  endOnLine(start: number, end = this.text.length): number {
    const { text } = this;
    // Not indexOf: in JSON of one line it would look through all the rest of the file.
    let at = start;
    while (at < end && text.charCodeAt(at) !== 10) at++;
    return at > start && at < end && text.charCodeAt(at - 1) === 13 ? at - 1 : at;
  }

  /** The offset at which each line starts. */
  private lines(): readonly number[] {
    if (this.table) return this.table;
    const lines = [0];
    for (let at = this.text.indexOf("\n"); at !== -1; at = this.text.indexOf("\n", at + 1))
      lines.push(at + 1);
    this.table = lines;
    return lines;
  }
}
