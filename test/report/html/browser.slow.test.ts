import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeWith } from "../../daemons/requires.js";
import { axeViolations, inTab, startBrowser } from "./browser.js";
import { withText } from "./comparisons.js";
import { toProd, toTuned, write } from "./pages.js";

const PAYLOAD = `v<script>window.ran=1</script><img src="https://example.org/x" onerror="window.ran=1">`;
const LONG = `v${"x".repeat(300)}`;

describeWith(["chromium"], "the page of a review in Chromium", () => {
  let browser: Browser;
  let folder: string;
  let prod: string;
  let all: string;

  const save = (name: string, text: string): string => {
    const file = join(folder, `${name}.html`);
    writeFileSync(file, text);
    return pathToFileURL(file).href;
  };

  const open = <T>(address: string, options: BrowserContextOptions, use: (page: Page) => Promise<T>) =>
    inTab(browser, address, options, use);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "mmconf-html-"));
    prod = save("prod", write(toProd));
    all = save("all", write(toProd, toTuned));
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("opens from a file, asks the network for nothing, and has nothing to complain of", async () => {
    const said: string[] = [];
    const asked: string[] = [];
    await open("about:blank", {}, async (page) => {
      page.on("console", (message) => said.push(message.text()));
      page.on("pageerror", (error) => said.push(error.message));
      page.on("request", (request) => asked.push(request.url()));
      await page.goto(all);
      await page.waitForLoadState("networkidle");
      expect(await page.title()).toBe("Review of a change");
      expect(await page.locator("h2").allInnerTexts()).toEqual(["prod", "tuned"]);
    });
    expect(asked).toEqual([all]);
    expect(said).toEqual([]);
  });

  it.each([
    ["light", 1280],
    ["dark", 1280],
    ["light", 390],
  ] as const)("is accessible by axe-core's rules on a %s screen, %i wide", async (colorScheme, width) => {
    const violations = await open(all, { colorScheme, viewport: { width, height: 900 } }, async (page) => {
      await page.evaluate(`for (const each of document.querySelectorAll("details")) each.open = true`);
      return axeViolations(page);
    });
    expect(violations).toEqual([]);
  });

  it("shows a script in a value, and does not run it, even without the page's policy", async () => {
    const address = save("payload", write(withText(toProd, PAYLOAD)));
    await open(address, { bypassCSP: true }, async (page) => {
      expect(await page.locator("h2").first().textContent()).toBe(PAYLOAD);
      expect(await page.locator("script, img").count()).toBe(0);
      expect(await page.evaluate("window.ran")).toBeUndefined();
    });
  });

  it("has a policy that stops what would come past the escaping", async () => {
    const foreign = `<style>h1{color:red}</style><p id="styled" style="color:red">x</p><img src="http://127.0.0.1:9/x"><script>window.ran=1</script>`;
    const address = save("foreign", write(toProd).replace("<main", `${foreign}<main`));
    const asked: string[] = [];
    await open("about:blank", {}, async (page) => {
      page.on("requestfinished", (request) => asked.push(request.url()));
      await page.goto(address);
      const colour = (selector: string) =>
        page.evaluate<string>(`getComputedStyle(document.querySelector("${selector}")).color`);
      expect(await page.evaluate("window.ran")).toBeUndefined();
      expect(await colour("h1")).not.toBe("rgb(255, 0, 0)");
      expect(await colour("#styled")).not.toBe("rgb(255, 0, 0)");
    });
    expect(asked).toEqual([address]);
  });

  it("can be read with the keyboard alone: every link and fold is reached in order, seen, and obeys", async () => {
    await open(prod, {}, async (page) => {
      const expected = await page.evaluate<number>(`document.querySelectorAll("a, summary").length`);
      const reached: string[] = [];
      for (let press = 0; press < expected; press++) {
        await page.keyboard.press("Tab");
        const focused = await page.evaluate<{ what: string; outline: string; index: number }>(`(() => {
          const element = document.activeElement;
          const all = [...document.querySelectorAll("a, summary")];
          return { what: element.tagName, outline: getComputedStyle(element).outlineStyle, index: all.indexOf(element) };
        })()`);
        expect(focused.index, `after ${press + 1} presses of Tab`).toBe(press);
        expect(focused.outline).toBe("solid");
        if (focused.what === "SUMMARY") {
          const isOpen = () => page.evaluate<boolean>(`document.activeElement.parentElement.open`);
          const was = await isOpen();
          await page.keyboard.press("Enter");
          expect(await isOpen()).toBe(!was);
          await page.keyboard.press("Space");
          expect(await isOpen()).toBe(was);
        }
        reached.push(focused.what);
      }
      expect(reached.filter((what) => what === "SUMMARY").length).toBeGreaterThan(4);
    });
  });

  it("skips to the review with the first link", async () => {
    await open(prod, {}, async (page) => {
      await page.keyboard.press("Tab");
      expect((await page.locator(".skip").boundingBox())?.x).toBeGreaterThanOrEqual(0);
      await page.keyboard.press("Enter");
      expect(await page.evaluate("document.activeElement.id")).toBe("content");
    });
  });

  it("needs no script to fold and unfold", async () => {
    await open(prod, { javaScriptEnabled: false }, async (page) => {
      const fold = page.locator("details").filter({ hasText: "Commands for HAProxy" });
      await expect.poll(() => fold.locator("pre").isVisible()).toBe(false);
      await fold.locator("summary").click();
      await expect.poll(() => fold.locator("pre").isVisible()).toBe(true);
    });
  });

  it("prints everything, folded or not, on white paper even from a dark screen", async () => {
    await open(prod, { colorScheme: "dark" }, async (page) => {
      const closed = page.locator("details:not([open]) .finding");
      const seen = () => closed.evaluateAll((all) => all.filter((each) => each.checkVisibility()).length);
      expect(await closed.count()).toBeGreaterThan(10);
      expect(await seen()).toBe(0);
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      expect(await seen()).toBe(await closed.count());
      const ground = await page.evaluate("getComputedStyle(document.documentElement).backgroundColor");
      expect(ground).toBe("rgb(255, 255, 255)");
      const paper = await page.pdf({ format: "A4" });
      expect(paper.subarray(0, 5).toString()).toBe("%PDF-");
    });
  });

  it.each([
    ["whatever is there", () => all],
    ["whatever the length of a name", () => save("long", write(withText(toProd, LONG)))],
  ])("keeps within the width of a phone, a zoomed screen and a screen: %s", async (_what, address) => {
    await open(address(), {}, async (page) => {
      await page.evaluate(`for (const each of document.querySelectorAll("details")) each.open = true`);
      for (const width of [390, 320, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        const wide = await page.evaluate<number>("document.documentElement.scrollWidth");
        expect(wide, `${width} wide`).toBeLessThanOrEqual(width);
      }
    });
  });

  it("puts the sides of the patch beside each other, and below each other where there is no room", async () => {
    await open(prod, {}, async (page) => {
      const sides = async (width: number) => {
        await page.setViewportSize({ width, height: 800 });
        const row = page.locator("tr").filter({ hasText: "processes=45" });
        const [before, after] = [
          await row.locator("td.del").last().boundingBox(),
          await row.locator("td.ins").last().boundingBox(),
        ];
        return { before, after };
      };
      const wide = await sides(1280);
      expect(wide.after?.y).toBe(wide.before?.y);
      expect(wide.after?.x).toBeGreaterThan(wide.before?.x ?? Number.POSITIVE_INFINITY);
      const narrow = await sides(390);
      expect(narrow.after?.x).toBe(narrow.before?.x);
      expect(narrow.after?.y).toBeGreaterThan(narrow.before?.y ?? Number.POSITIVE_INFINITY);
    });
  });

  it("keeps the text of every drawing within the drawing", async () => {
    for (const address of [all, save("long", write(withText(toProd, LONG)))]) {
      const outside = await open(address, {}, (page) =>
        page.evaluate<string[]>(`[...document.querySelectorAll("svg.topology")].flatMap((svg) =>
          [...svg.querySelectorAll("text")]
            .filter((text) => { const box = text.getBBox(); return box.x < 0 || box.x + box.width > svg.viewBox.baseVal.width; })
            .map((text) => text.textContent))`),
      );
      expect(outside).toEqual([]);
    }
  });
});
