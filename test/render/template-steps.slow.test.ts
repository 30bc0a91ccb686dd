import { describe, expect, it } from "vitest";
import { fillTemplate, traceTemplate } from "../../src/render/template.js";
import type { View } from "../../src/render/token.js";

const VIEW: View = { list: Array.from({ length: 10_000 }, () => "x"), no: false };

describe("a template that would take more than 10,000,000 steps", () => {
  it.each([
    [
      "an each within an each within an each",
      "{{#each list}}{{#each @root.list}}{{#each @root.list}}x{{/each}}{{/each}}{{/each}}",
    ],
    [
      "eaches that print nothing",
      "{{#each list}}{{#each @root.list}}{{#each @root.list}}{{/each}}{{/each}}{{/each}}",
    ],
    [
      "partials that double",
      `{{#*inline "p0"}}{{/inline}}${Array.from({ length: 40 }, (_, i) => `{{#*inline "p${i + 1}"}}{{> p${i}}}{{> p${i}}}{{/inline}}`).join("")}{{> p40}}`,
    ],
    [
      "the inverse of a block",
      "{{#each list}}{{#each @root.list}}{{#each @root.list}}{{#if no}}{{else}}{{/if}}{{/each}}{{/each}}{{/each}}",
    ],
  ])("is stopped: %s", (_what, text) => {
    const source = () => ({ file: "t.hbs", text });
    for (const use of [fillTemplate, traceTemplate])
      expect(() => use(source, "t", VIEW)).toThrow(/^t\.hbs: it takes more than 10,000,000 steps/);
  });
});
