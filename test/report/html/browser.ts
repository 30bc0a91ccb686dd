import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { chromium } from "playwright-core";
import { programFile } from "../../../tools/daemons/program.js";

/** Chromium as a test needs it: alone, and silent but for what the page itself asks for. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({
    timeout: 0,
    executablePath: programFile("chromium"),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });

/** Opens an address in a tab of its own, and closes it after use. */
export const inTab = async <T>(
  browser: Browser,
  address: string,
  options: BrowserContextOptions,
  use: (page: Page) => Promise<T>,
): Promise<T> => {
  const context = await browser.newContext(options);
  try {
    context.setDefaultTimeout(0);
    const page = await context.newPage();
    await page.goto(address);
    return await use(page);
  } finally {
    await context.close();
  }
};

/** What axe-core finds wrong with a page, as `rule: element`. */
export const axeViolations = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axe.source);
  return page.evaluate<string[]>(`axe.run().then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ": " + target.join(" "))))`);
};
