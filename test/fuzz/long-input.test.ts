import { describe, expect, it } from "vitest";
import { loadInventory } from "../../src/api/load.js";
import { formatText } from "../../src/report/findings/text.js";
import { visible, visibleLine } from "../../src/text/terminal.js";

const LONG = 300_000;

/**
 * What made a pattern of ours take time with the square of the text, as recheck found it: at this length that
 * is minutes. A pattern that goes back to it makes the test run out of its time.
 */
const PUMPED: Readonly<Record<string, string>> = {
  "an address of colons": `[${":".repeat(LONG)}-`,
  "an address of dots": `a${".".repeat(LONG)}-`,
  "a value of blanks": `a.b=${" ".repeat(LONG)}$`,
  "a backslash before blanks": `a = \\${" ".repeat(LONG)}x`,
  "question marks": `GET /${"?".repeat(LONG)}`,
  "tabs and blanks": "\t ".repeat(LONG / 2),
  "commands to a log": "##[".repeat(LONG / 3),
  backticks: "` ".repeat(LONG / 2),
  digits: `${"1".repeat(LONG)}x`,
  brackets: "[".repeat(LONG),
};

const REST = { mmconf: 1, proxies: { p1: {} }, app_servers: { a1: {} } };
const haproxy = (section: object) => ({ ...REST, haproxy: { version: "2.6", ...section } });
const listener = (settings: object) => haproxy({ listeners: { l: { bind: ":81", ...settings } } });

const PLACES: Readonly<Record<string, (text: string) => object>> = {
  address: (text) => ({ ...REST, proxies: { p1: { address: text } } }),
  version: (text) => haproxy({ version: text }),
  user: (text) => haproxy({ global: { user: text } }),
  global: (text) => haproxy({ global: { directives: [text] } }),
  timeout: (text) => haproxy({ defaults: { timeout: { connect: text } } }),
  bind: (text) => listener({ bind: text }),
  balance: (text) => listener({ balance: text }),
  httpchk: (text) => listener({ option: { httpchk: text } }),
  raw: (text) => listener({ directives: [text] }),
  "display-name": (text) => ({
    ...REST,
    mirrorlist: { wsgi: { processes: 1, threads: 1, "display-name": text } },
  }),
  memory: (text) => ({
    ...REST,
    mirrorlist: { wsgi: { processes: 1, threads: 1, memory_per_process: text } },
  }),
  apache: (text) => ({ ...REST, apache: { directives: [text] } }),
  kernel: (text) => ({ ...REST, kernel: { directives: [text] } }),
  accept: (text) => ({ ...REST, accept: [{ check: text, subject: text, reason: text, until: text }] }),
  host: (text) => ({ ...REST, app_servers: { [text]: {} } }),
  key: (text) => ({ ...REST, [text]: 1 }),
};

describe("a very long text", () => {
  it.each(Object.entries(PUMPED))(
    "%s: is read once in every place that takes text, and shown in part",
    (_what, text) => {
      let refused = 0;
      for (const inventory of Object.values(PLACES)) {
        const loaded = loadInventory("long.json", {
          read: () => ({ ok: true, text: JSON.stringify(inventory(text)) }),
        });
        if (loaded.ok) continue;
        refused++;
        const report = formatText(
          { environments: ["long"], findings: loaded.findings, sources: loaded.sources, rules: [] },
          { color: false, columns: 100 },
        );
        expect(report.length).toBeLessThan(50_000);
      }
      expect(refused).toBeGreaterThan(8);
    },
  );

  it("is shown on a terminal in the time that it takes to read it", () => {
    for (const text of [...Object.values(PUMPED), "\t\r".repeat(LONG / 2), "::a ".repeat(LONG / 4)]) {
      expect(visible(text).length).toBeGreaterThanOrEqual(text.length);
      expect(visibleLine(text).length).toBeLessThan(5000);
    }
  });

  it.each([
    ["parts", `${"a.".repeat(50_000)}a`],
    ["brackets", "[.".repeat(50_000)],
    ["dots", ".".repeat(100_000)],
  ])("is no path for --set: %s", (_what, path) => {
    const loaded = loadInventory("a.yaml", {
      read: () => ({ ok: true, text: "mmconf: 1\n" }),
      sets: [`${path}=1`],
    });
    expect(loaded.ok).toBe(false);
    if (!loaded.ok)
      expect(loaded.findings.map((finding) => finding.message)).toContainEqual(
        expect.stringMatching(/[0-9,]+ characters; .* 1,000$/),
      );
  });

  it.each(["__proto__.x", "haproxy.__proto__.x", "constructor.prototype.x", "proxies.__proto__"])(
    "--set %s changes no prototype, and is refused",
    (path) => {
      const loaded = loadInventory("a.yaml", {
        read: () => ({ ok: true, text: "mmconf: 1\n" }),
        sets: [`${path}=1`],
      });
      expect(loaded.ok).toBe(false);
      expect(Reflect.get({}, "x")).toBeUndefined();
      expect(Object.getPrototypeOf({})).toBe(Object.prototype);
    },
  );
});
