import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FilePatch } from "../../../src/diff/text/hunks.js";
import { comparePatch } from "../../../src/diff/text/hunks.js";
import { formatPatch } from "../../../src/diff/text/patch.js";
import type { Tree } from "../../../src/diff/text/tree.js";
import { treesForGit, treesForPatch } from "../arbitrary.js";
import { inSandbox, RUNS, readTree, sorted, writeTree } from "./sandbox.js";

const applied = (tree: Tree, patch: string, [command = "", ...args]: readonly string[]): Tree =>
  inSandbox(({ dir, run }) => {
    writeTree(dir, tree);
    if (patch !== "") run(command, args, patch);
    return readTree(dir);
  });

/** GNU patch reads a name with a blank from the lines `---` and `+++` alone, and without hunks there are none. */
const named = ({ path, hunks }: FilePatch): boolean => hunks.length > 0 || !path.includes(" ");

describe("a patch applied to the old tree", () => {
  it("gives the new one byte for byte with git apply", () => {
    fc.assert(
      fc.property(treesForGit, ([before, after]) => {
        const patch = formatPatch(before, after);
        expect(applied(before, patch, ["git", "apply", "--whitespace=nowarn", "-"])).toEqual(sorted(after));
      }),
      { numRuns: RUNS },
    );
  });

  it("gives the new one byte for byte with patch -p1", () => {
    fc.assert(
      fc.property(treesForPatch, ([before, after]) => {
        fc.pre(comparePatch(before, after).every(named));
        const patch = formatPatch(before, after);
        expect(applied(before, patch, ["patch", "-p1", "--force"])).toEqual(sorted(after));
      }),
      { numRuns: RUNS },
    );
  });
});
