import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { formatPatch } from "../../../src/diff/text/patch.js";
import type { Tree } from "../../../src/diff/text/tree.js";
import { hunksOf } from "./one-file.js";
import { inSandbox, readTree, treeOf, writeTree } from "./sandbox.js";

describe("a patch", () => {
  const file = (content: string, mode: "100644" | "100755" = "100644") => ({ content, mode });

  it("is empty between equal trees, and says nothing of equal files", () => {
    const tree: Tree = new Map([
      ["a", file("1\n")],
      ["b", file("")],
    ]);
    expect(formatPatch(tree, new Map(tree))).toBe("");
    expect(formatPatch(tree, new Map([...tree, ["b", file("2\n")]]))).not.toContain("a/a");
  });

  it("is what git diff prints of a repository, for every kind of change", () => {
    const before: Tree = new Map([
      ["removed.conf", file("x\n")],
      ["emptied", file("x\ny\n")],
      ["removed empty", file("")],
      ["mode", file("#!/bin/sh\n", "100644")],
      ["mode and text", file("#!/bin/sh\n", "100755")],
      ["dir/no newline", file("x\ny")],
      ["dir/newline lost", file("x\n")],
      ["dir/crlf", file("x\r\ny\r\n")],
      ["B", file("x\n")],
      ["über", file("x\n")],
      ['qu"o\\te', file("x\n")],
      ["same", file("x\n")],
    ]);
    const after: Tree = new Map([
      ["added.conf", file("x")],
      ["added run", file("#!/bin/sh\nexit\n", "100755")],
      ["added empty", file("")],
      ["emptied", file("")],
      ["mode", file("#!/bin/sh\n", "100755")],
      ["mode and text", file("#!/bin/ksh\n", "100644")],
      ["dir/no newline", file("x\ny\n")],
      ["dir/newline lost", file("x")],
      ["dir/crlf", file("x\r\ny\n")],
      ["B", file("y\n")],
      ["über", file("y\n")],
      ['qu"o\\te', file("y\n")],
      ["tab\tand \x01\x7f", file("y\n")],
      ["\u{1f4e6}", file("y\n")],
      ["\uffee", file("y\n")],
      ["same", file("x\n")],
    ]);
    const printed = inSandbox(({ dir, run }) => {
      run("git", ["init", "--quiet"]);
      const [old = "", young = ""] = [before, after].map((tree) => {
        for (const path of readTree(dir).keys()) rmSync(join(dir, path));
        writeTree(dir, tree);
        run("git", ["add", "--all"]);
        return run("git", ["write-tree"]).trim();
      });
      return run("git", ["diff", "--no-renames", old, young]);
    });
    expect(formatPatch(before, after)).toBe(printed);
  });

  it("shows as many lines around a change as asked", () => {
    const before = treeOf({ a: "1\n2\n3\n4\n5\n" });
    const after = treeOf({ a: "1\n2\n3\nfour\n5\n" });
    expect(hunksOf(formatPatch(before, after, { context: 1 }))).toBe("@@ -3,3 +3,3 @@\n 3\n-4\n+four\n 5\n");
    expect(hunksOf(formatPatch(before, after, { context: 0 }))).toBe("@@ -4 +4 @@\n-4\n+four\n");
  });
});
