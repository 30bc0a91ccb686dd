import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatReviewHtml } from "../../../src/report/html/page.js";
import { downTimes } from "../../../src/report/html/storm-measures.js";
import type { StormSide } from "../../../src/report/html/storm-scale.js";
import { roundUp, ticks } from "../../../src/report/html/storm-scale.js";
import { stormSection, unknownStorm } from "../../../src/report/html/storm-section.js";
import { describeWith } from "../../daemons/requires.js";
import { axeViolations, inTab, startBrowser } from "./browser.js";
import type { Element } from "./dom.js";
import { attribute, elementsOf, parsePage, skeletonOf, textIn, withClass, withTag } from "./dom.js";
import { rows, toProd } from "./pages.js";
import { before, calm, sideOf, tuned, withNames, writeStorm } from "./storms.js";

const PAYLOAD = `v"><script>window.ran=1</script><img src="https://example.org/x" onerror="window.ran=1">`;

const read = (...sides: readonly StormSide[]) => parsePage(writeStorm(...sides)).document;

const descriptions = (node: Element | ReturnType<typeof read>) => withTag(node, "desc").map(textIn);

/** The section under a heading. */
const section = (document: ReturnType<typeof read>, title: string): Element => {
  const found = withTag(document, "section").find((each) => withTag(each, "h2").map(textIn).includes(title));
  if (found === undefined) throw new Error(`there is no section ${title}`);
  return found;
};

describe("the page of a prediction", () => {
  it("is HTML that no parser has to mend", () => {
    for (const sides of [[before], [before, tuned], [calm], [before, tuned, calm, before]]) {
      const { errors, document } = parsePage(writeStorm(...sides));
      expect(errors).toEqual([]);
      expect(document.mode).toBe("no-quirks");
    }
  });

  it("needs nothing besides itself: no script, no address outside, no style attribute", () => {
    const document = read(before, tuned);
    expect(withTag(document, "script", "link", "img", "iframe", "object", "form")).toEqual([]);
    for (const { name, value } of elementsOf(document).flatMap(({ attrs }) => attrs)) {
      expect(name).not.toMatch(/^(?:on.*|src|srcset|style)$/);
      if (name === "href") expect(value).toMatch(/^#/);
    }
  });

  it("has an id of its own for every place, and no link or label that leads nowhere", () => {
    const document = read(before, tuned);
    const ids = elementsOf(document).flatMap((element) => attribute(element, "id") ?? []);
    expect(ids).toEqual([...new Set(ids)]);
    const wanted = elementsOf(document).flatMap((element) => [
      ...(attribute(element, "aria-labelledby")?.split(" ") ?? []),
      ...(attribute(element, "href")?.slice(1).split(" ") ?? []),
    ]);
    expect(wanted.length).toBeGreaterThan(20);
    for (const id of wanted) expect(ids).toContain(id);
  });

  it("tells every drawing in words too", () => {
    const document = read(before, tuned);
    const drawings = withTag(document, "svg");
    expect(drawings).toHaveLength(8);
    for (const drawing of drawings) {
      expect(attribute(drawing, "role")).toBe("img");
      expect(withTag(drawing, "title").map(textIn)).toEqual([expect.stringMatching(/^(?:before|tuned): /)]);
      expect(descriptions(drawing)).toEqual([expect.stringMatching(/\.$/)]);
    }
    const [time] = descriptions(section(document, "Over time"));
    expect(time).toMatch(/Slots taken: most \d+ slots, at \d+ s\./);
    expect(time).toMatch(/Answered 503 or 504: most \d+ a second/);
    expect(time).toMatch(/A server line is DOWN from \d+ s to \d+ s/);
  });

  it("escapes what the inventory says, wherever it stands", () => {
    const document = read(withNames(before, PAYLOAD), withNames(tuned, PAYLOAD));
    expect(withTag(document, "script", "img")).toEqual([]);
    expect(skeletonOf(document)).toBe(
      skeletonOf(read(withNames(before, "plain"), withNames(tuned, "plain"))),
    );
    expect(textIn(document)).toContain(PAYLOAD);
  });

  it("has what becomes of the requests in a table, with a row for each way that occurs on any side", () => {
    const [table] = withTag(section(read(before, tuned), "Figures"), "table");
    const told = table === undefined ? [] : rows(table);
    expect(told[0]).toBe("Figure | before | tuned");
    expect(told).toContainEqual(expect.stringMatching(/^Answered \| [\d.]+ % .* \| 100 %$/));
    expect(told).toContainEqual(expect.stringMatching(/^503 sC: .* \| [\d.]+ % .* \| 0 %$/));
    expect(told).toContainEqual(expect.stringMatching(/^99 % answered within \| [\d.]+ s/));
  });

  it("turns the table where there are more sides than columns fit", () => {
    const [table] = withTag(section(read(before, tuned, calm, before), "Figures"), "table");
    const told = table === undefined ? [] : rows(table);
    expect(told).toHaveLength(5);
    expect(told[0]).toMatch(/^Simulated \| Answered \| /);
  });

  it("draws both sides on one scale", () => {
    const [one, other] = withTag(section(read(before, tuned), "Over time"), "svg");
    const axes = (svg: Element | undefined) =>
      svg === undefined
        ? []
        : withTag(svg, "text")
            .filter((text) => attribute(text, "text-anchor") !== undefined)
            .map(textIn);
    expect(axes(one).length).toBeGreaterThan(8);
    expect(axes(one)).toEqual(axes(other));
    expect(one && attribute(one, "viewbox")).toBe(other && attribute(other, "viewbox"));
  });

  it("marks the times at which servers are DOWN, where there are any", () => {
    const drawings = withTag(section(read(before, tuned), "Over time"), "svg");
    const marks = drawings.map((drawing) => withClass(drawing, "down-time").length);
    expect(marks[0]).toBeGreaterThan(0);
    expect(marks[1]).toBe(0);
    expect(textIn(section(read(before), "Over time"))).toMatch(
      /Marked: the times at which a server line is DOWN/,
    );
    expect(textIn(section(read(tuned), "Over time"))).not.toMatch(/Marked/);
  });

  it("leaves out what stays 0, and says so", () => {
    const text = textIn(section(read(calm), "Over time"));
    expect(text).toMatch(
      /Not drawn, as it stays 0 throughout: held back by the proxies; .*server lines DOWN\.$/,
    );
  });

  it("draws each proxy and each server once, those alike together", () => {
    const proxies = descriptions(section(read(tuned), "Proxies")).join(" ");
    for (const { name } of tuned.prediction.proxies.filter((proxy) => proxy.requests.mean > 0.3))
      expect(proxies).toContain(name);
    const servers = descriptions(section(read(before), "App servers")).join(" ");
    expect(servers).toMatch(/app1[^.]*: active, 45 slots, called DOWN [\d.]+ times; most slots taken 45/);
    expect(servers).toMatch(/bapp1: backup, 45 slots/);
  });

  it("counts the rows that a drawing has no room for", () => {
    const many = {
      ...before,
      prediction: {
        ...before.prediction,
        servers: Array.from({ length: 50 }, (_, index) => ({
          name: `web${index + 1}`,
          role: "active" as const,
          slots: 10,
          busy: { mean: index / 10, low: 0, high: 9 },
          waiting: { mean: 0, low: 0, high: 0 },
          downEvents: { mean: 0, low: 0, high: 0 },
        })),
      },
    };
    const text = textIn(section(read(many), "App servers"));
    expect(text).toContain("and 40 more rows, none with longer bars");
    expect(text).toContain("web50");
    expect(text).not.toContain("web12");
  });

  it("is the same bytes for the same prediction", () => {
    expect(writeStorm(sideOf("prod"))).toBe(writeStorm(sideOf("prod")));
  });
});

describe("a storm in a review", () => {
  const page = (section_: ReturnType<typeof stormSection>) =>
    parsePage(formatReviewHtml([toProd], { title: "Review", version: "1.0.0", extraSections: [section_] }));

  it("is a part of its environment, with headings that skip no level", () => {
    const { errors, document } = page(stormSection("prod", "release-day", [before, tuned], 1));
    expect(errors).toEqual([]);
    expect(withTag(document, "h3").map(textIn)).toContain("Storm release-day");
    const levels = withTag(document, "h1", "h2", "h3", "h4").map(({ tagName }) => Number(tagName.slice(1)));
    for (const [index, level] of levels.entries())
      expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);
    const ids = elementsOf(document).flatMap((element) => attribute(element, "id") ?? []);
    expect(ids).toEqual([...new Set(ids)]);
  });

  it("says why there is nothing to draw", () => {
    const { document } = page(unknownStorm("prod", "flood", "prod has no storm flood"));
    expect(textIn(document)).toContain("Storm flood Not simulated: prod has no storm flood.");
  });
});

describe("the scale of a drawing", () => {
  it.each([
    [0, 1],
    [0.03, 0.05],
    [1, 1],
    [1.1, 2],
    [349, 500],
    [501, 1000],
    [2039, 5000],
  ])("ends at a round number that holds %d", (value, end) => {
    expect(roundUp(value)).toBe(end);
  });

  it.each([0.05, 1, 2, 5, 10, 137, 500, 7200])("has readable marks up to %d", (end) => {
    const marks = ticks(end);
    expect(marks[0]).toBe(0);
    expect(marks.at(-1)).toBeLessThanOrEqual(end);
    expect(marks.length).toBeGreaterThanOrEqual(4);
    expect(marks.length).toBeLessThanOrEqual(8);
  });

  it("joins the moments at which a server is DOWN into times", () => {
    const moment = (t: number, down: number) => ({ t, down, queued: 0, busy: 0, waiting: 0, answered: 0, failed: 0 });
    const moments = [moment(2, 0), moment(4, 1), moment(6, 3), moment(8, 0.2), moment(10, 0.5)];
    expect(downTimes({ ...before.prediction, moments })).toEqual([
      [2, 6],
      [8, 10],
    ]);
  });
});

describeWith(["chromium"], "the page of a prediction in Chromium", () => {
  let browser: Browser;
  let folder: string;

  const save = (name: string, text: string): string => {
    const file = join(folder, `${name}.html`);
    writeFileSync(file, text);
    return pathToFileURL(file).href;
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "mmconf-storm-"));
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ["light", 1280],
    ["dark", 1280],
    ["light", 390],
  ] as const)("is accessible by axe-core's rules on a %s screen, %i wide", async (colorScheme, width) => {
    for (const sides of [[before, tuned], [calm], [before, tuned, calm, before]]) {
      const address = save("storm", writeStorm(...sides));
      const options = { colorScheme, viewport: { width, height: 900 } };
      expect(await inTab(browser, address, options, axeViolations)).toEqual([]);
    }
  });

  it("asks the network for nothing, and has nothing to complain of", async () => {
    const address = save("quiet", writeStorm(before, tuned));
    const said: string[] = [];
    const asked: string[] = [];
    await inTab(browser, "about:blank", {}, async (page) => {
      page.on("console", (message) => said.push(message.text()));
      page.on("request", (request) => asked.push(request.url()));
      await page.goto(address);
      await page.waitForLoadState("networkidle");
    });
    expect({ asked, said }).toEqual({ asked: [address], said: [] });
  });

  it("shows a script in a name, and does not run it, even without the page's policy", async () => {
    const address = save("payload", writeStorm(withNames(before, PAYLOAD)));
    await inTab(browser, address, { bypassCSP: true }, async (page) => {
      expect(await page.locator("script, img").count()).toBe(0);
      expect(await page.evaluate("window.ran")).toBeUndefined();
    });
  });

  it.each([320, 390, 1280])("keeps within a width of %i, whatever the length of a name", async (width) => {
    const long = withNames(before, `v${"x".repeat(300)}`);
    for (const sides of [
      [before, tuned],
      [long, long],
      [long, tuned, calm, before],
    ]) {
      const address = save("wide", writeStorm(...sides));
      const wide = await inTab(browser, address, { viewport: { width, height: 800 } }, (page) =>
        page.evaluate<number>("document.documentElement.scrollWidth"),
      );
      expect(wide).toBeLessThanOrEqual(width);
    }
  });

  it("keeps the text of every drawing within the drawing", async () => {
    const long = withNames(tuned, `v${"x".repeat(300)}`);
    for (const sides of [[before, tuned], [calm], [long, before]]) {
      const outside = await inTab(browser, save("text", writeStorm(...sides)), {}, (page) =>
        page.evaluate<string[]>(`[...document.querySelectorAll("svg")].flatMap((svg) =>
          [...svg.querySelectorAll("text")]
            .filter((text) => { const box = text.getBBox(); return box.x < 0 || box.x + box.width > svg.viewBox.baseVal.width || box.y + box.height > svg.viewBox.baseVal.height + 2; })
            .map((text) => text.textContent))`),
      );
      expect(outside).toEqual([]);
    }
  });
});
