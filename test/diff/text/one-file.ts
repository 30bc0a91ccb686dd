import { formatPatch } from "../../../src/diff/text/patch.js";
import { inSandbox, treeOf, writeTree } from "./sandbox.js";

const PATH = "modules/haproxy/files/haproxy.cfg";

/** The patch between two texts of one file. */
export const patchOf = (before: string, after: string): string =>
  formatPatch(treeOf({ [PATH]: before }), treeOf({ [PATH]: after }));

/** A patch without what comes before its first hunk. */
export const hunksOf = (patch: string): string => patch.slice(patch.indexOf("@@"));

/** The lines of a patch of one file that are added or removed. */
export const changesOf = (before: string, after: string): string[] =>
  before === after
    ? []
    : hunksOf(patchOf(before, after))
        .split("\n")
        .filter((line) => /^[-+]/.test(line));

/** What git prints for the same two texts. */
export const gitDiff = (before: string, after: string, ...options: string[]): string =>
  inSandbox(({ dir, run }) => {
    writeTree(dir, treeOf({ [`a/${PATH}`]: before, [`b/${PATH}`]: after }));
    const args = ["diff", "--no-index", "--no-prefix", ...options, `a/${PATH}`, `b/${PATH}`];
    return run("git", args, "", [0, 1]);
  });

/** Lines numbered from 1. */
export const counted = (count: number, text: (n: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => text(index + 1));
