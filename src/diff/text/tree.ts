export type Mode = "100644" | "100755";

/** One file as git sees it: text, and whether it may be run. */
export interface TreeFile {
  readonly content: string;
  readonly mode: Mode;
}

/** Files by path; a path has forward slashes and no slash in front. */
export type Tree = ReadonlyMap<string, TreeFile>;

/** Rendered files as a tree. The manifest tells of the render and changes with every file: what hosts are given leaves it out. */
export const treeOf = (files: ReadonlyMap<string, string>): Tree =>
  new Map(
    [...files]
      .filter(([path]) => path !== "manifest.json")
      .map(([path, content]) => [path, { content, mode: "100644" }]),
  );
