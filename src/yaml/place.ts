/** Where something is in an inventory file. Lines and columns count from 1; `endColumn` is exclusive. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
}

/** A place, and the dotted inventory path of the value at that place. */
export interface Origin extends Place {
  readonly path: string;
}

/** `file:line:column`, as compilers print it. */
export const formatPlace = (place: Place): string => `${place.file}:${place.line}:${place.column}`;
