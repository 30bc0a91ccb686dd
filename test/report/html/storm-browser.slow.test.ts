import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeWith } from "../../daemons/requires.js";
import { axeViolations, inTab, startBrowser } from "./browser.js";
import { before, calm, tuned, withNames, writeStorm } from "./storms.js";

const PAYLOAD = `v"><script>window.ran=1</script><img src="https://example.org/x" onerror="window.ran=1">`;
const LONG = `v${"x".repeat(300)}`;
const LONG_BEFORE = withNames(before, LONG);

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
    ["light", 1280, [[before, tuned], [calm], [before, tuned, calm, before]]],
    ["dark", 1280, [[before, tuned]]],
    ["light", 390, [[before, tuned]]],
  ] as const)(
    "is accessible by axe-core's rules on a %s screen, %i wide",
    async (colorScheme, width, pages) => {
      for (const sides of pages) {
        const address = save("storm", writeStorm(...sides));
        const options = { colorScheme, viewport: { width, height: 900 } };
        expect(await inTab(browser, address, options, axeViolations)).toEqual([]);
      }
    },
  );

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

  it.each([
    ["two sides", [before, tuned]],
    ["two long names", [LONG_BEFORE, LONG_BEFORE]],
    ["four sides", [LONG_BEFORE, tuned, calm, before]],
  ])("keeps within the width of a screen, large or small: %s", async (_what, sides) => {
    await inTab(browser, save("wide", writeStorm(...sides)), {}, async (page) => {
      for (const width of [320, 390, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        const wide = await page.evaluate<number>("document.documentElement.scrollWidth");
        expect(wide, `${width} wide`).toBeLessThanOrEqual(width);
      }
    });
  });

  /** Words that leave their drawing, and words that lie over others. */
  const MISPLACED = `[...document.querySelectorAll(".plot")].flatMap((plot) => {
    const whole = plot.getBoundingClientRect();
    const words = [...plot.querySelectorAll("text")].map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
    const outside = words.filter(({ box }) => box.left < whole.left - 1 || box.right > whole.right + 1 || box.bottom > whole.bottom + 1);
    const over = words.filter(({ box }, index) => words.slice(0, index).some((other) =>
      box.left < other.box.right && other.box.left < box.right && box.top + 3 < other.box.bottom && other.box.top + 3 < box.bottom));
    return [...outside, ...over].map(({ text }) => text);
  })`;

  it.each([
    ["two sides", [before, tuned]],
    ["a calm one", [calm]],
    ["a long name", [withNames(tuned, LONG), before]],
  ])(
    "keeps the words of every drawing within it and apart, on a screen or on paper: %s",
    async (_what, sides) => {
      await inTab(browser, save("text", writeStorm(...sides)), {}, async (page) => {
        for (const [width, media] of [
          [320, "screen"],
          [390, "screen"],
          [1280, "screen"],
          [720, "print"],
        ] as const) {
          await page.setViewportSize({ width, height: 800 });
          await page.emulateMedia({ media });
          expect(await page.evaluate<string[]>(MISPLACED), `${width} wide, ${media}`).toEqual([]);
        }
      });
    },
  );

  it("has words of the same size on a telephone, on a screen and on paper", async () => {
    const address = save("sizes", writeStorm(before, tuned));
    const size = (width: number, media: "screen" | "print") =>
      inTab(browser, address, { viewport: { width, height: 800 } }, async (page) => {
        await page.emulateMedia({ media });
        const [text] = await page.locator(".plot text").all();
        return Math.round((await text?.boundingBox())?.height ?? 0);
      });
    const sizes = [await size(390, "screen"), await size(1280, "screen"), await size(800, "print")];
    expect(sizes[0]).toBeGreaterThanOrEqual(11);
    expect(new Set(sizes).size).toBe(1);
  });

  it("is printed whole, with what is folded away", async () => {
    const address = save("paper", writeStorm(before, tuned));
    await inTab(browser, address, { colorScheme: "dark" }, async (page) => {
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      expect(await page.evaluate("getComputedStyle(document.documentElement).backgroundColor")).toBe(
        "rgb(255, 255, 255)",
      );
      const split = await page.evaluate<string[]>(
        `[...document.querySelectorAll(".plot")].filter((plot) => getComputedStyle(plot.closest("figure")).breakInside !== "avoid").map((plot) => plot.ariaLabel)`,
      );
      expect(split).toEqual([]);
      expect((await page.pdf({ format: "A4" })).subarray(0, 5).toString()).toBe("%PDF-");
    });
  });
});
