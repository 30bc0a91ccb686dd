/** What stands in for it is known only where HAProxy runs. */
export interface Variable {
  readonly name: string;
  /** What stands there where it is not set. */
  readonly otherwise: string | undefined;
  /** Written with [*]: each word of its value is a word of the line. */
  readonly spread: boolean;
}

/** A word of a line. Columns count from 1; `endColumn` is exclusive, and quotes are part of the word. */
export interface Word {
  /** As HAProxy reads it, without quotes and escapes; variables as they are written. */
  readonly text: string;
  readonly column: number;
  readonly endColumn: number;
  readonly variables: readonly Variable[];
}

/** Whether its text is what HAProxy reads, whatever the environment is. */
export const isLiteral = ({ variables }: Word): boolean => variables.length === 0;
