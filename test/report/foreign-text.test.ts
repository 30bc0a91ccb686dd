import { describe, expect, it } from "vitest";
import { inMarkdown } from "../../src/report/markdown.js";
import { formatSimulateCsv } from "../../src/report/storm/simulate-csv.js";
import { predictWith } from "../simulate/small-tier.js";

describe("a CSV cell", () => {
  const prediction = predictWith("storms: { storm: { requests: 1 } }");
  const cells = (environment: string, value: string | null = null) =>
    formatSimulateCsv([{ value, prediction: { ...prediction, environment } }]).split("\n")[1] ?? "";

  it.each(["=1+1", "+1+1", "-1+1", "@SUM(1)", "＝1+1", "=cmd|' /C calc'!A0"])(
    "%s is shown by a spreadsheet, and not computed",
    (name) => {
      expect(cells(name)).toMatch(/^"?'/);
    },
  );

  it.each(["prod", "eu-west", "1", "5s"])("%s stays as it is", (name) => {
    expect(cells(name).startsWith(`${name},`)).toBe(true);
  });

  it("may be a number below nothing", () => {
    expect(cells("prod", "-5").startsWith("prod,-5,")).toBe(true);
  });

  it("is quoted where it would be a command to a build log", () => {
    expect(cells("::error::x").startsWith('"::error::x",')).toBe(true);
  });
});

describe("an address in Markdown", () => {
  /** Where a forge begins a link of its own (cmark-gfm, extensions/autolink.c; GitLab takes any scheme). */
  const LINK = /(?:https?|ftp|mailto|xmpp):|www\.|[a-z][a-z0-9+.-]*:\/\//i;

  it.each([
    "http://x.org",
    "HTTPS://x.org",
    "_http://x.org",
    "1http://x.org",
    "xhttp://x.org",
    "WWW.x.org",
    "_www.x.org",
    "1www.x.org",
    "ftp://x.org",
    "ssh://x.org",
    "mailto:a@b.org",
    "XMPP:a@b.org",
  ])("%s is no link", (text) => {
    expect(inMarkdown(text)).not.toMatch(LINK);
    expect(inMarkdown(text).replaceAll("&#8203;", "").replaceAll("\\", "")).toBe(text);
  });

  it.each(["inventories/prod.yaml:31:62", "10.0.0.1:80", "awww.", "::1"])("%s is none anyway", (text) => {
    expect(inMarkdown(text).replaceAll("&#8203;", "")).toBe(text);
  });
});
