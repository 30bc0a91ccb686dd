import { describe, expect, it } from "vitest";
import { fillTemplate } from "../../src/render/template.js";
import type { View } from "../../src/render/token.js";
import { token } from "../../src/render/token.js";

const fill = (text: string, view: View = {}): string =>
  fillTemplate(() => ({ file: "t.hbs", text }), "t", view);

const many = { list: Array.from({ length: 10_000 }, () => "x") };

describe("a template that would not end", () => {
  it.each([
    ["calls itself", '{{#*inline "p"}}{{> p}}{{/inline}}{{> p}}'],
    ["calls itself in a loop", '{{#*inline "p"}}{{#each @root.list}}{{> p}}{{/each}}{{/inline}}{{> p}}'],
  ])("is stopped where a partial %s", (_what, text) => {
    expect(() => fill(text, { list: ["x"] })).toThrow("t.hbs: its blocks or partials nest without end");
  });

  it("is stopped where it makes more text than a file holds", () => {
    const text = `{{#each list}}${"x".repeat(100_000)}{{/each}}`;
    expect(() => fill(text, many)).toThrow("t.hbs: it makes more than 67,108,864 characters");
  });

  it.each([
    [
      "deeper than 50 blocks",
      "{{#if a}}".repeat(60) + "{{/if}}".repeat(60),
      /its blocks are nested more than 50 deep/,
    ],
    ["so deep that it can't be read", "{{#if a}}".repeat(900) + "{{/if}}".repeat(900), /nest/],
    ["of more than 2,000 tags", "{{a}}".repeat(2001), /it has more than 2,000 tags/],
    [
      "of more than 2,000 calls in a tag",
      `{{lookup ${"(lookup ".repeat(5000)}@root "a"${') "a"'.repeat(5000)}}}`,
      /it has more than 2,000 tags and brackets/,
    ],
    ["that sets its own count", '{{mmconf-step "x"}}', /mmconf-step is mmconf's own: choose another name/],
    [
      "that takes the count for its own",
      "{{#each @root as |mmconf-step|}}{{#each @root}}{{/each}}{{/each}}",
      /mmconf-step is mmconf's own/,
    ],
  ])("is not compiled: %s", (_what, text, said) => {
    expect(() => fill(text, { a: "x" })).toThrow(said);
  });

  it("fills what a large fleet needs, twice", () => {
    const text = "{{#each list}}{{#if this}}server {{this}}\n{{/if}}{{/each}}";
    const list = Array.from({ length: 200_000 }, (_, i) => `app${i}`);
    for (let time = 0; time < 2; time++) expect(fill(text, { list }).split("\n")).toHaveLength(200_001);
  });
});

describe("a template that reaches for more than it is given", () => {
  const view: View = { word: token("value"), map: { a: "1" }, list: ["x"], text: "text", number: 1 };
  const NAMES = [
    "constructor",
    "__proto__",
    "prototype",
    "__defineGetter__",
    "__lookupGetter__",
    "hasOwnProperty",
    "toString",
    "valueOf",
  ];

  it("finds none of what every object inherits, by any way to ask for it", () => {
    const ways = (name: string) => [
      `{{${name}}}`,
      `{{this.${name}}}`,
      `{{@root.${name}}}`,
      `{{map.${name}}}`,
      `{{word.${name}}}`,
      `{{list.${name}}}`,
      `{{text.${name}}}`,
      `{{number.${name}}}`,
      `{{lookup this "${name}"}}`,
      `{{lookup map "${name}"}}`,
      `{{lookup word "${name}"}}`,
      `{{#with (lookup map "${name}")}}found{{/with}}`,
      `{{#each (lookup map "${name}")}}found{{/each}}`,
      `{{#if (lookup map "${name}")}}found{{/if}}`,
      `{{map.[${name}].[${name}]}}`,
    ];
    for (const name of NAMES) {
      for (const text of ways(name)) {
        let filled = "";
        try {
          filled = fill(text, view);
        } catch (error) {
          expect(String(error)).toMatch(/TemplateError: t\.hbs(?::1:\d+)?: there is no /);
        }
        expect([text, filled]).toEqual([text, ""]);
      }
      expect(() => fill(`{{${name} 1}}`, view)).toThrow(`there is no helper ${name}`);
      expect(() => fill(`{{#${name} 1}}{{/${name}}}`, view)).toThrow(`there is no helper ${name}`);
      expect(() => fill(`{{> ${name}}}`, view)).toThrow(/partial/);
    }
    expect(({} as Record<string, unknown>).found).toBeUndefined();
  });

  it.each([
    [
      "a helper that prints",
      '{{log "x"}}',
      /^t\.hbs:1:1: there is no helper log: templates have if, unless, each, with/,
    ],
    ["a helper that calls", "{{helperMissing}}", /^t\.hbs:1:3: there is no value helperMissing here/],
    [
      "another",
      "{{#blockHelperMissing this}}{{/blockHelperMissing}}",
      /there is no helper blockHelperMissing/,
    ],
    ["a decorator", "{{* deco}}", /Missing decorator: "deco"/],
    ["a partial from elsewhere", '{{> "../../etc/passwd"}}', /The partial .* could not be found/],
    ["a helper that is none", "\n {{nohelper 1}}", /^t\.hbs:2:2: there is no helper nohelper/],
    ["a value that is none", "a\nb {{nothing}}", /^t\.hbs:2:5: .*\bnothing here/],
    ["a block without an end", "a\n{{#if x}}\nb", /^t\.hbs:3: .*Handlebars: got 'EOF'/],
    ["a tag without an end", "a\n{{#if x}\n", /^t\.hbs:2: .*Handlebars/],
    ["ends that cross", "{{#each a}}{{#if b}}{{/each}}{{/if}}", /^t\.hbs:1:15: if doesn't match each/],
  ])("is told so, at its place: %s", (_what, text, said) => {
    let message = "";
    try {
      fill(text, view);
    } catch (error) {
      message = error instanceof Error ? error.message : "";
    }
    expect(message).toMatch(said);
    expect(message).not.toContain("\n");
  });

  it("has partials of its own", () => {
    expect(fill('{{#*inline "p"}}[{{this}}]{{/inline}}{{#each list}}{{> p}}{{/each}}', view)).toBe("[x]");
  });
});
