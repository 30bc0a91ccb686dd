export type Mode = "100644" | "100755";

/** One file as git sees it: text, and whether it may be run. */
export interface TreeFile {
  readonly content: string;
  readonly mode: Mode;
}

/** Files by path; a path has forward slashes and no slash in front. */
export type Tree = ReadonlyMap<string, TreeFile>;
