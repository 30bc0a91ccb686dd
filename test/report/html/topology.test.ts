import { describe, expect, it } from "vitest";
import type { Comparison } from "../../../src/diff/comparison.js";
import { formatReviewHtml } from "../../../src/report/html/review/page.js";
import { compareEnvironments, compareTexts } from "./comparisons.js";
import type { Element } from "./dom.js";
import { attribute, parsePage, textIn, withClass, withTag } from "./dom.js";

const drawings = (comparison: Comparison): readonly Element[] => {
  const page = formatReviewHtml([comparison], { title: "x", version: "1.0.0" });
  return withClass(parsePage(page).document, "topology");
};

const texts = (drawing: Element | undefined): readonly string[] =>
  drawing === undefined ? [] : withTag(drawing, "text").map(textIn);

const widths = (drawing: Element | undefined, name: string): readonly number[] =>
  drawing === undefined ? [] : withClass(drawing, name).map((bar) => Number(attribute(bar, "width")));

const onBase = (text: string): string => `extends: base.yaml\n${text}`;

describe("the drawing of a topology", () => {
  const [before, after] = drawings(compareEnvironments("before", "prod"));

  it("shows both sides: proxies, their listeners, and the app servers by groups", () => {
    expect(texts(after)).toEqual(
      expect.arrayContaining([
        "proxy01-06",
        "6 proxies",
        "mirror-lists",
        "maxconn 25",
        "queue up to 60 s",
        "listeners that take no slots: fp-wiki, pkgdb",
        "app1-4, app7 5 active",
        "app5-6, bapp1 3 backups",
      ]),
    );
  });

  it("says in words, in colour and by a pattern that more is asked than there are slots", () => {
    expect(texts(after)).toContain("150 requests + 6 checks: 56 more than the slots");
    const [over] = after === undefined ? [] : withClass(after, "over");
    const hatch = /^url\(#(.+)\)$/.exec((over && attribute(over, "fill")) ?? "")?.[1];
    const [pattern] = after === undefined ? [] : withTag(after, "pattern");
    expect(pattern && attribute(pattern, "id")).toBe(hatch);
  });

  it("marks nothing where the slots suffice", () => {
    const [, tuned] = drawings(compareEnvironments("prod", "tuned"));
    expect(texts(tuned)).toContain("92 requests + 6 checks: 2 slots left");
    expect(tuned && withClass(tuned, "over")).toEqual([]);
    expect(tuned && withClass(tuned, "bad")).toEqual([]);
  });

  it("draws what nothing bounds to the end of the scale", () => {
    expect(texts(before)).toContain("requests without limit + 6 checks, 45 slots");
    expect(texts(before)).toContain("no limit");
  });

  it("draws both sides to one scale", () => {
    const [old = 0] = widths(before, "bar-slots");
    const [young = 0] = widths(after, "bar-slots");
    expect(old / young).toBeCloseTo(45 / 100, 2);
  });

  it("says all of it to those who do not see it", () => {
    expect(after && attribute(after, "role")).toBe("img");
    const told = after === undefined ? [] : withTag(after, "title", "desc");
    expect(after && attribute(after, "aria-labelledby")).toBe(
      told.map((element) => attribute(element, "id")).join(" "),
    );
    const [description] = after === undefined ? [] : withTag(after, "desc");
    expect(description && textIn(description)).toBe(
      "proxy01-06, 6 proxies, 100 % of requests. Listener mirror-lists, maxconn 25, queue up to 60 s. " +
        "app1-4, app7, 5 active, 100 slots each: 150 requests + 6 checks: 56 more than the slots. " +
        "app5-6, bapp1, 3 backups, 100 slots each: 150 requests + 6 checks: 56 more than the slots.",
    );
  });

  it("draws once what the change leaves as it is", () => {
    const timeout = onBase("haproxy: { defaults: { timeout: { client: 40s } } }");
    expect(drawings(compareTexts(onBase(""), timeout))).toHaveLength(1);
  });

  it("keeps proxies with settings of their own apart", () => {
    const [, tuned] = drawings(compareEnvironments("prod", "tuned"));
    expect(texts(tuned)).toEqual(expect.arrayContaining(["proxy03", "40 % of requests", "maxconn 11 or 37"]));
  });

  it("draws a fleet of thousands as its few groups", () => {
    const fleet = (maxconn: number) =>
      onBase(
        `app_servers: { "web[1-4000]": { memory: 4GiB } }\nhaproxy: { listeners: { mirror-lists: { server: { maxconn: ${maxconn} } } } }`,
      );
    const [, drawn] = drawings(compareTexts(fleet(20), fleet(22)));
    expect(texts(drawn)).toContain("app1-3, web1-4000 4,003 active");
    expect(widths(drawn, "bar-slots")).toHaveLength(2);
  });

  it("counts the groups for which there is no room, and draws the tightest", () => {
    const servers = Array.from(
      { length: 9 },
      (_, index) => `  kind${index}: { memory: 4GiB, mirrorlist: { wsgi: { processes: ${30 + index} } } }`,
    );
    const fleet = (maxconn: number) =>
      onBase(
        `backups: null\napp_servers:\n  app[1-3]: null\n${servers.join("\n")}\nhaproxy: { listeners: { mirror-lists: { server: { maxconn: ${maxconn} } } } }`,
      );
    const [drawn] = drawings(compareTexts(fleet(20), fleet(21)));
    expect(widths(drawn, "bar-slots")).toHaveLength(6);
    expect(texts(drawn)).toContain("kind0 1 active");
    expect(texts(drawn).at(-1)).toMatch(/^3 more kinds \(3 hosts\), none with fewer slots left$/);
  });

  it("cuts names that would run out of their box", () => {
    const long = `app-${"x".repeat(59)}`;
    const [drawn] = drawings(compareTexts(onBase(`app_servers: { ${long}: { memory: 4GiB } }`), onBase("")));
    const shown = texts(drawn).find((text) => text.includes("app-x"));
    expect(shown).toMatch(/^app1-3, app-x{15,25}… /);
  });
});
