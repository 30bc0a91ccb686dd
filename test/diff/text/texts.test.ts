import { describe, expect, it } from "vitest";
import { headingFinder } from "../../../src/diff/text/headings.js";
import { splitLines } from "../../../src/diff/text/lines.js";
import { formatPatch, quotePath } from "../../../src/diff/text/patch.js";
import { treeOf } from "../../../src/diff/text/tree.js";

describe("rendered files as a tree", () => {
  it("are plain files, without the manifest", () => {
    const tree = treeOf(
      new Map([
        ["a/b.cfg", "x\n"],
        ["manifest.json", "{}"],
        ["c/manifest.json", "{}"],
      ]),
    );
    expect([...tree]).toEqual([
      ["a/b.cfg", { content: "x\n", mode: "100644" }],
      ["c/manifest.json", { content: "{}", mode: "100644" }],
    ]);
  });
});

describe("the heading of a line", () => {
  const of = (texts: readonly string[], line: number) =>
    headingFinder(splitLines(texts.map((text) => `${text}\n`).join("")))(line);
  const long = "a".repeat(79);

  it.each([
    ["none before the first heading", ["  x", "  y", "listen a"], 3, ""],
    ["none in a text without one", ["  x"], 2, ""],
    ["the last one before it", ["listen a", "  x", "listen b", "  y", "  z"], 5, "listen b"],
    ["not the line itself", ["listen a", "listen b"], 2, "listen a"],
    ["past the end of the text the last one", ["listen a", "  x"], 9, "listen a"],
    ["one that begins with _ or $", ["_a", "$b", "#c", "<d>", "1"], 6, "$b"],
    ["cut of its blanks at the end", ["listen  a \t\r"], 2, "listen  a"],
    ["of 80 bytes, whole", [`${long}b`], 2, `${long}b`],
    ["of more bytes, cut", [`${long}bc`], 2, `${long}b`],
    ["of more bytes, cut before a blank", [`${"a".repeat(78)}  c`], 2, "a".repeat(78)],
    ["cut before a character that the cut goes through", [`${long}éc`], 2, long],
    ["cut there after a blank, which stays", [`${"a".repeat(78)} éc`], 2, `${"a".repeat(78)} `],
  ])("is %s", (_what, texts, line, heading) => {
    expect(of(texts, line)).toBe(heading);
  });

  it.each([
    ["A", true],
    ["Z", true],
    ["a", true],
    ["z", true],
    ["_", true],
    ["$", true],
    ["@", false],
    ["[", false],
    ["`", false],
    ["{", false],
    ["#", false],
    ["%", false],
    ["^", false],
    ["1", false],
    ["é", false],
  ])("may begin with %s: %s", (first, may) => {
    expect(of([`${first}x`, "  y"], 2)).toBe(may ? `${first}x` : "");
  });

  it("stands in the patch, after the range", () => {
    const tree = (last: string) =>
      new Map([["a", { content: `listen a\n${"  x\n".repeat(9)}${last}\n`, mode: "100644" as const }]]);
    expect(formatPatch(tree("  y"), tree("  z"))).toContain("\n@@ -8,4 +8,4 @@ listen a\n");
    const bare = new Map([["a", { content: "  y\n", mode: "100644" as const }]]);
    expect(formatPatch(bare, tree("  z"))).toContain(" @@\n");
  });
});

describe("a path as git writes it", () => {
  it.each([
    ["a b/c", "a b/c"],
    ["\x07\b\t\n\v\f\r", '"\\a\\b\\t\\n\\v\\f\\r"'],
    ['"', '"\\""'],
    ["a\\b", '"a\\\\b"'],
    ["é", '"\\303\\251"'],
    ["\x01~\x7f", '"\\001~\\177"'],
  ])("%j is %s", (path, written) => {
    expect(quotePath(path)).toBe(written);
  });
});
