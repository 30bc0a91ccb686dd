import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allRules, builtIn } from "../../../src/api/built-in.js";
import type { Comparison } from "../../../src/diff/comparison.js";
import { compareSides } from "../../../src/diff/comparison.js";
import { inCode, inFence, inMarkdown } from "../../../src/report/markdown.js";
import { formatReviewMarkdown } from "../../../src/report/review/review-markdown.js";
import { environment } from "../../diff/fleets.js";

const compared = (before: string, after: string, lines = 0): Comparison => {
  const tree = (text: string) =>
    new Map([["a.cfg", { content: `${text}\n`.repeat(lines + 1), mode: "100644" as const }]]);
  return compareSides(
    after,
    { name: before, tree: tree("old"), fleet: environment(before) },
    { name: after, tree: tree("new"), fleet: environment(after) },
    { today: "2026-11-24", rules: allRules, targets: builtIn },
  );
};

describe("a review as a comment", () => {
  it("decides first, then shows the figures, and folds the rest", () => {
    const text = formatReviewMarkdown([compared("before", "prod")]);
    expect(text).toMatch(/^## mmconf: prod: review before merging\n/);
    expect(text).toContain("| slots per app server | 45 | 100 | +55 |");
    expect(text).toMatch(
      /\*\*Roll it out in order\*\*\n\n- `haproxy\.listeners\.mirror-lists\.server\.maxconn` must not go alone/,
    );
    expect(text.match(/<details>/g)).toHaveLength(text.match(/<\/details>/g)?.length ?? 0);
  });

  it("stays under 65,536 bytes, and names what it cut", () => {
    const text = formatReviewMarkdown([compared("before", "prod", 20_000), compared("prod", "tuned")]);
    expect(Buffer.byteLength(text)).toBeLessThan(65_536);
    expect(text).toMatch(
      /Cut, .*65,536 characters: the patch of prod \([\d,]+ bytes\)\. mmconf diff shows all of it\./,
    );
    expect(text).toContain("## mmconf: tuned");
  });

  it("stays under it with any number of environments", () => {
    const one = compared("before", "prod");
    const text = formatReviewMarkdown(
      Array.from({ length: 40 }, (_, index) => ({ ...one, environment: `env${index}` })),
    );
    expect(Buffer.byteLength(text)).toBeLessThan(65_536);
    expect(text).toMatch(/mmconf diff shows all of it/);
  });
});

describe("a value in Markdown", () => {
  it.each([
    ["a tag", "<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"],
    ["an image", "![x](http://a.b/c)", "\\!\\[x\\](http&#8203;://a.b/c)"],
    ["a mention", "@everyone", "@&#8203;everyone"],
    ["an issue", "#1", "\\#&#8203;1"],
    ["a table's border", "a | b", "a \\| b"],
    ["emphasis", "**x** _y_ `z`", "\\*\\*x\\*\\* \\_y\\_ \\`z\\`"],
    ["an entity", "&lt;", "&amp;lt;"],
  ])("shows %s as text", (_what, text, shown) => {
    expect(inMarkdown(text)).toBe(shown);
  });

  it("is no command in a block of code either", () => {
    expect(inFence("+\t##[error]a\u001b[31m\u009b1m\u202e\u2028b\n-c", "diff")).toBe(
      "```diff\n+\t## [error]a␛[31m\ufffd1m\ufffd\ufffdb\n-c\n```",
    );
  });

  it("may have any number of backticks", () => {
    const many = "` ".repeat(300_000);
    expect(inFence(many, "").startsWith("```\n` ")).toBe(true);
    expect(inCode(many).startsWith("`` `")).toBe(true);
  });

  it("can't end the code that holds it", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("`", "``", "a", "\n", "|", " ") }), (text) => {
        const fence = /^`+/.exec(inFence(text, ""))?.[0] ?? "";
        expect(text).not.toContain(fence);
        expect(inCode(text)).not.toContain("\n");
        const code = inCode(text);
        const ticks = /^`+/.exec(code)?.[0] ?? "";
        expect(code.slice(ticks.length, -ticks.length)).not.toMatch(new RegExp(`(?<!\`)${ticks}(?!\`)`));
      }),
    );
  });
});
