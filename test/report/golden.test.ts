// One page of each report as a person reads it. After a change of words: npm run build, then
//   npx vitest run test/report/golden.test.ts -u
// and read every page that differs; `mmconf explain`, README.md and docs/ are such pages too.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { mmconf, TODAY } from "../cli/mmconf.js";
import { parsePage, textIn, withTag } from "./html/dom.js";

const STORM = ["--runs", "2", "--jobs", "1"];
const SLOTS = ["validate", "--env", "before", "--only", "capacity/app-slots", ...TODAY];

it.each([
  ["validate.txt", ["validate", "--env", "before", ...TODAY]],
  ["validate.json", [...SLOTS, "--format", "json"]],
  ["validate.github.txt", [...SLOTS, "--format", "github"]],
  ["validate.gitlab.json", [...SLOTS, "--format", "gitlab"]],
  ["diff.txt", ["diff", "before", "prod", "--format", "text", ...TODAY]],
  ["diff.md", ["diff", "prod", "tuned", "--format", "markdown", ...TODAY]],
  ["diff.html.txt", ["diff", "before", "prod", "--format", "html", ...TODAY]],
  ["explain.txt", ["explain", "capacity/app-slots"]],
  ["explain-all.txt", ["explain"]],
  ["why.txt", ["why", "out/prod/modules/haproxy/files/haproxy.cfg:38"]],
  ["simulate.txt", ["simulate", "--env", "before", "--compare", "tuned", ...STORM]],
  ["simulate.csv", ["simulate", "--env", "before", "--format", "csv", ...STORM]],
  ["simulate.html.txt", ["simulate", "--env", "before", "--format", "html", ...STORM]],
  ["tune.txt", ["tune", "--env", "prod", ...STORM, ...TODAY]],
])("%s", async (page, args) => {
  const { out, err } = mmconf(args);
  expect(err).toBe("");
  await expect(
    page.endsWith(".html.txt") ? blocksOf(out) : out.replace(VERSION, '"mmconf": "*"'),
  ).toMatchFileSnapshot(join("golden", page));
});

const VERSION = `"mmconf": "${JSON.parse(readFileSync("package.json", "utf8")).version}"`;

/** The text of a page's headings, paragraphs, rows and items, one a line. */
const blocksOf = (page: string): string =>
  `${withTag(parsePage(page).document, "h1", "h2", "h3", "h4", "p", "tr", "li", "summary", "text")
    .map(textIn)
    .filter((text) => text !== "")
    .join("\n")}\n`;
