import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeHtml, html, NOTHING, styleElement, textOf } from "../../../src/report/html/kit/safe-html.js";
import { visible } from "../../../src/text/terminal.js";
import { ANY_TEXT } from "../sample.js";
import { parsePage, rawTextIn, withTag } from "./dom.js";

describe("a template", () => {
  it("escapes every value, in text and in attributes", () => {
    const value = `<b class="x">'&`;
    expect(textOf(html`<p title="${value}">${value}</p>`)).toBe(
      '<p title="&lt;b class=&quot;x&quot;&gt;&#39;&amp;">&lt;b class=&quot;x&quot;&gt;&#39;&amp;</p>',
    );
  });

  it("takes what is made by a template as it is, and lists of it", () => {
    const items = ["<a>", "b"].map((item) => html`<li>${item}</li>`);
    expect(textOf(html`<ul>${items}${NOTHING}</ul>${7}`)).toBe("<ul><li>&lt;a&gt;</li><li>b</li></ul>7");
  });

  it("shows any text to the letter, controls and turns of direction as pictures", () => {
    fc.assert(
      fc.property(ANY_TEXT, (text) => {
        const { document } = parsePage(`<!doctype html><p title="${escapeHtml(text)}">${escapeHtml(text)}`);
        const [paragraph] = withTag(document, "p");
        const shown = [...text].map((each) => (/[\t\n]/.test(each) ? each : visible(each))).join("");
        expect(paragraph && rawTextIn(paragraph)).toBe(shown);
        expect(paragraph?.attrs).toEqual([{ name: "title", value: shown }]);
      }),
    );
  });

  it("gives a build log no command to obey", () => {
    expect(textOf(html`${"##[error]x ::error::y ##vso[task]"}`)).not.toMatch(/##|::/);
  });

  const x = "x";
  const made = html`<b>x</b>`;
  it.each([
    ["a tag's name", () => html`<${x}>`],
    ["an attribute's name", () => html`<p ${x}="1">`],
    ["a value without quotes", () => html`<p title=${x}>`],
    ["a handler", () => html`<p onclick="${x}">`],
    ["a style", () => html`<p style="color:${x}">`],
    ["a source", () => html`<img src="${x}">`],
    ["an address that leads out of the page", () => html`<a href="${x}">x</a>`],
    ["an address behind a scheme", () => html`<a href="javascript:${x}">x</a>`],
    ["a script", () => html`<script>${x}</script>`],
    ["a style sheet", () => html`<style>${x}</style>`],
    ["a comment", () => html`<!-- ${x} -->`],
    ["single quotes", () => html`<p title='${x}'>`],
    ["a tag that is left open", () => html`<p title="${x}"`],
    ["an attribute, as markup", () => html`<p title="${made}">x</p>`],
  ])("refuses a value in %s", (_, make) => {
    expect(make).toThrow(TypeError);
  });

  it("lets a value choose a place on the page to link to", () => {
    expect(textOf(html`<a href="#${"a b"}">x</a>`)).toBe('<a href="#a b">x</a>');
  });

  it("refuses a style sheet that would end its element", () => {
    expect(() => styleElement("a{}</style><script>")).toThrow(TypeError);
    expect(textOf(styleElement("a>b{content:'<'}"))).toBe("<style>a>b{content:'<'}</style>");
  });
});
