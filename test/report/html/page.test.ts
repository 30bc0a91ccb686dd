import { describe, expect, it } from "vitest";
import { html } from "../../../src/report/html/kit/safe-html.js";
import { formatReviewHtml } from "../../../src/report/html/review/page.js";
import { compareEnvironments } from "./comparisons.js";
import { attribute, elementsOf, parsePage, textIn, withClass, withTag } from "./dom.js";
import { read, rows, toProd, toTuned, write } from "./pages.js";

describe("the page of a review", () => {
  it("is HTML that no parser has to fix", () => {
    const { errors, document } = parsePage(write(toProd, toTuned));
    expect(errors).toEqual([]);
    expect(document.mode).toBe("no-quirks");
  });

  it("has a title, and headings that skip no level", () => {
    const document = read(toProd, toTuned);
    expect(withTag(document, "title").map(textIn)[0]).toBe("Review of a change");
    const levels = withTag(document, "h1", "h2", "h3", "h4").map(({ tagName }) => Number(tagName.slice(1)));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [index, level] of levels.entries())
      expect(level, `heading ${index}`).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);
  });

  it("tells what a reviewer asks, in that order", () => {
    expect(withTag(read(toProd), "h3").map(textIn)).toEqual([
      "Topology",
      "Consequences",
      "Errors under overload",
      "Changes by rollout",
      "Order of rollout",
      "Findings",
      "Waivers",
      "Patch",
    ]);
  });

  it("links to places that are there, each by an id of its own", () => {
    const document = read(toProd, toTuned, toProd);
    const ids = elementsOf(document).flatMap((element) => attribute(element, "id") ?? []);
    expect(ids).toEqual([...new Set(ids)]);
    const links = withTag(document, "a").map((link) => attribute(link, "href") ?? "");
    expect(links.length).toBeGreaterThan(20);
    for (const link of links) expect(ids).toContain(link.slice(1));
    const labels = elementsOf(document).flatMap(
      (element) => attribute(element, "aria-labelledby")?.split(" ") ?? [],
    );
    for (const label of labels) expect(ids).toContain(label);
  });

  it("says of every table cell which row and column it is of", () => {
    const tables = withTag(read(toProd), "table");
    for (const table of tables) {
      expect(withTag(table, "caption").map(textIn)).not.toContain("");
      for (const heading of withTag(table, "th"))
        expect(attribute(heading, "scope"), textIn(heading)).toMatch(/^(?:col|row|rowgroup)$/);
    }
  });

  it("needs nothing besides itself: no script, no address outside, no style attribute", () => {
    const document = read(toProd, toTuned);
    expect(withTag(document, "script", "link", "img", "iframe", "object", "form")).toEqual([]);
    for (const { name, value } of elementsOf(document).flatMap(({ attrs }) => attrs)) {
      expect(name).not.toMatch(/^(?:on.*|src|srcset|style)$/);
      if (name === "href") expect(value).toMatch(/^#/);
    }
    const policy = withTag(document, "meta").find((meta) => attribute(meta, "http-equiv") !== undefined);
    expect(policy && attribute(policy, "content")).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; /);
  });

  it("is the same bytes for the same comparison", () => {
    expect(write(compareEnvironments("before", "prod"))).toBe(write(toProd));
  });

  it("says so where no environment was touched", () => {
    expect(textIn(read())).toMatch(/No environment \w+ \w+\./);
  });

  it("decides on several environments in a table of links", () => {
    const [table] = withClass(read(toProd, toTuned), "overview");
    expect(table && rows(table).slice(1)).toEqual([
      expect.stringMatching(/^prod \| review before merging \| \d+ new warnings$/),
      expect.stringMatching(/^tuned \| review before merging \| no new error; 1 part/),
    ]);
  });

  it("is short on an environment in which nothing changes", () => {
    const document = read(compareEnvironments("prod", "prod"));
    expect(withTag(document, "h3").map(textIn)).toEqual(["Findings", "Patch"]);
    expect(textIn(document)).toContain("Both sides render the same files.");
  });

  it("shows the patch of sides that have no inventory behind them", () => {
    const document = read({ ...toProd, meaning: undefined });
    expect(withTag(document, "h3").map(textIn)).toEqual(["Patch"]);
    expect(textIn(document)).toContain("One side has no inventory");
  });

  it("has room for sections of others, in their environment or at its end", () => {
    const page = formatReviewHtml([toProd, toTuned], {
      title: "x",
      version: "1.0.0",
      extraSections: [
        { environment: "tuned", title: "Storm", body: html`<p>curves of ${"<tuned>"}</p>` },
        { title: "All storms", body: html`<p>curves of all</p>` },
      ],
    });
    const { document } = parsePage(page);
    expect(withTag(document, "h3").map(textIn).slice(-2)).toEqual(["Storm", "Patch"]);
    expect(withTag(document, "h2").map(textIn)).toEqual(["prod", "tuned", "All storms"]);
    expect(textIn(document)).toContain("curves of <tuned>");
  });
});
