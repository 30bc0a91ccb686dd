import fc from "fast-check";
import type { Mode, Tree, TreeFile } from "../../src/diff/text/tree.js";

/** Lines that a reader of patches could take for its own. */
const FORGED = [
  "--- a/x|+++ b/x|-- a/x|++ b/x|@@ -1 +1 @@|@@ -0,0 +1,3 @@ listen|diff --git a/x b/x|rename from x|-|+|\\",
  "deleted file mode 100644|index 0000000..e69de29|GIT binary patch|From 0 Mon|\\ No newline at end of file",
  "Index: x|*** 1,3 ****|***************|1c1|> x|Prereq: 1",
].flatMap((lines) => lines.split("|"));

/** Lines of odd characters, and ones that differ in blanks alone. */
const ODD = ["", " ", "\t", "\r", "    ", "é", "日本語", "\u{1f4e6}", "\ufeff", "\u2028", "\v\f", "\x1b[31m"];

const CONFIG = [
  "listen  mirror-lists 0.0.0.0:10002|global|    balance roundrobin|    server  app1 app1:80 check|# comment",
  "<Directory /var/www>|</Directory>|    maxconn 25\r|$ModLoad|_under|end   |",
].flatMap((lines) => lines.split("|"));

const line = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("a", "b") },
  { weight: 3, arbitrary: fc.constantFrom(...CONFIG) },
  { weight: 3, arbitrary: fc.constantFrom(...FORGED, ...ODD) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\n", "")) },
);

/** Two texts, the second a few edits away from the first; either may be empty or lack its last newline. */
export const texts: fc.Arbitrary<readonly [string, string]> = fc
  .tuple(
    fc.array(
      fc.record({
        line,
        copies: fc.constantFrom(1, 1, 1, 2, 9),
        fate: fc.constantFrom("keep", "keep", "keep", "keep", "remove", "add"),
      }),
      { maxLength: 40, size: "max" },
    ),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([steps, oldEnds, newEnds]) => {
    const side = (without: string, ends: boolean): string => {
      const lines = steps.flatMap((step) =>
        step.fate === without ? [] : Array(step.copies).fill(step.line),
      );
      return lines.length === 0 ? "" : lines.join("\n") + (ends ? "\n" : "");
    };
    return [side("add", oldEnds), side("remove", newEnds)];
  });

const PATHS = [
  "modules/haproxy/files/haproxy.cfg|modules/haproxy/files/haproxy.cfg.proxy03|a|a b.conf|sp ace/ü|tab\there",
  'quo"te|back\\slash|über/größe.conf|-dash|dev/null|\x01\r\x7f|~|$x',
].flatMap((paths) => paths.split("|"));

/** Names that git takes and GNU patch 2.7.6 does not: it refuses newlines, and loses a blank at the end. */
const GIT_PATHS = ["new\nline", "trailing "];

const mode = fc.constantFrom<Mode>("100644", "100644", "100755");

const change = fc
  .record({
    fate: fc.constantFrom("both", "both", "both", "added", "removed", "equal"),
    texts,
    modes: fc.tuple(mode, mode),
  })
  .map(({ fate, texts: [before, after], modes: [oldMode, newMode] }): readonly (TreeFile | undefined)[] => {
    const old = { content: before, mode: oldMode };
    const young = { content: after, mode: newMode };
    if (fate === "added") return [undefined, young];
    if (fate === "removed") return [old, undefined];
    return fate === "equal" ? [old, old] : [old, young];
  });

/** Two trees with files added, removed, changed, emptied, filled, made runnable. */
const treesOf = (paths: readonly string[]): fc.Arbitrary<readonly [Tree, Tree]> =>
  fc
    .uniqueArray(fc.tuple(fc.constantFrom(...paths), change), { selector: ([path]) => path, maxLength: 5 })
    .map((files) => {
      const side = (index: number): Tree =>
        new Map(
          files.flatMap(([path, sides]) => {
            const file = sides[index];
            return file === undefined ? [] : [[path, file]];
          }),
        );
      return [side(0), side(1)];
    });

export const treesForPatch = treesOf(PATHS);
export const treesForGit = treesOf([...PATHS, ...GIT_PATHS]);
