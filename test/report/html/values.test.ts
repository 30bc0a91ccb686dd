import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareTexts, withText } from "./comparisons.js";
import { parsePage, skeletonOf, textIn, withTag } from "./dom.js";
import { read, toProd, write } from "./pages.js";

describe("values on the page", () => {
  const fragments = fc.constantFrom(
    ..."<script>alert(1)</script>|<!--|-->|]]>|<![CDATA[|</style>|</title>|</svg>|</td></table>|<img src=x onerror=alert(1)>".split(
      "|",
    ),
    ...`"|'|\`|&lt;|&#60;|&|\\|{{x}}|=|" onload="x|javascript:x|\u0000|\u202e|\u2028|\ud800|\u{e0041}|<b>|</details>|[1-9]|%`.split(
      "|",
    ),
    "\n",
    "\t",
  );
  const hostile = fc
    .array(fc.oneof(fragments, fc.string({ maxLength: 5 })), { maxLength: 6 })
    .map((parts) => `v${parts.join("")}`);

  it("change nothing of its elements and attributes, wherever they stand", () => {
    const harmless = skeletonOf(read(withText(toProd, "v")));
    fc.assert(
      fc.property(hostile, (text) => {
        const { errors, document } = parsePage(write(withText(toProd, text)));
        expect(errors).toEqual([]);
        expect(skeletonOf(document)).toBe(harmless);
      }),
      { numRuns: 60 },
    );
  });

  it("stand there to the letter", () => {
    const text = `v<script>alert("1")</script>&amp;`;
    const document = read(withText(toProd, text));
    for (const tag of ["h2", "figcaption", "desc", "dd", "td", "pre", "summary"])
      expect(
        withTag(document, tag).some((element) => textIn(element).includes(text)),
        tag,
      ).toBe(true);
  });

  it("come from inventories as they are", () => {
    const inventory = (reason: string) =>
      `extends: base.yaml\ndescription: <img src=x>\naccept:\n  - { rule: time/recovery, reason: ${reason}, until: 2027-01-01 }\n`;
    const document = read(compareTexts(inventory("<b>old</b>"), inventory("</td><script>new</script>")));
    expect(withTag(document, "h3").map(textIn)).toContain("Waivers");
    expect(withTag(document, "script", "img", "b")).toEqual([]);
    expect(textIn(document)).toContain("</td><script>new</script>");
  });
});
