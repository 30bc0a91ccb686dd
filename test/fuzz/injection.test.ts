import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allTargets } from "../../src/api/built-in.js";
import { loadInventory } from "../../src/api/load.js";
import { templatesFrom } from "../../src/disk/templates.js";
import { renderFleet } from "../../src/render/render.js";
import { inventories } from "./inventories.js";

const SAMPLES = Number(process.env.MMCONF_FUZZ ?? 0) > 0 ? 100 : 4;

const HOSTILE = [
  "x\ny",
  "x\r\ny",
  "x\u0000y",
  "x\u2028y",
  "x\u0085y",
  "x # y",
  "#",
  'x" y',
  "x' y",
  "x\\",
  "x\\ny",
  "x y",
  "x\ty",
  "%[env(HOME)]",
  "\u0024{HOME}",
  "$(id)",
  "`id`",
  "{{x}}",
  "</Directory>",
  "<Location />",
  "x;y",
  "x|y",
  "../../etc/passwd",
  "-x",
  "listen x",
  "'",
  "\ufdd00\ufdd1x\ufdd2",
  "é",
  "x".repeat(100_000),
] as const;

type Path = readonly string[];

const textPaths = (value: unknown, path: Path = []): Path[] => {
  if (typeof value === "string") return [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => textPaths(child, [...path, key]));
};

const put = (value: unknown, [key, ...rest]: Path, text: string): unknown => {
  if (key === undefined) return text;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  Reflect.set(copy, key, put(Reflect.get(copy, key), rest, text));
  return copy;
};

/** The first words of every line that is no comment: what the daemons take for directives. */
const directives = (inventory: unknown): readonly string[] | undefined => {
  const loaded = loadInventory("fuzz.json", { read: () => ({ ok: true, text: JSON.stringify(inventory) }) });
  if (!loaded.ok) {
    for (const finding of loaded.findings) expect(finding.at.line).toBeGreaterThan(0);
    return undefined;
  }
  const result = renderFleet(loaded.fleet, allTargets, templatesFrom(undefined), "0");
  if (!result.ok) throw new Error(result.reason);
  return result.rendered.artefacts.flatMap(({ path, content }) =>
    content
      .split(/\r\n|[\n\r\u0085\u2028\u2029]/)
      .map((line) => line.trim().split(/\s+/)[0] ?? "")
      .filter((word) => word !== "" && !word.startsWith("#"))
      .map((word) => `${path.replace(/\.[^./]*$/, "")}: ${word.replace(/=.*$/, "")}`),
  );
};

describe("a hostile value in any place that takes text", () => {
  it("is refused at its place, or is one word of the directive that it was for", () => {
    let refused = 0;
    let rendered = 0;
    for (const inventory of fc.sample(inventories, { numRuns: SAMPLES, seed: 7 })) {
      const before = directives(inventory);
      if (before === undefined) continue;
      for (const path of textPaths(inventory)) {
        for (const text of HOSTILE) {
          const after = directives(put(inventory, path, text));
          if (after === undefined) refused++;
          else {
            rendered++;
            expect([path, text, after.length]).toEqual([path, text, before.length]);
          }
        }
      }
    }
    expect(refused).toBeGreaterThan(1000);
    expect(rendered).toBeGreaterThan(0);
  });

  it("in raw lines can't switch off what stands behind them", () => {
    const raw = (lines: readonly string[], last: readonly string[]) =>
      loadInventory("fuzz.json", {
        read: () => ({
          ok: true,
          text: JSON.stringify({
            mmconf: 1,
            proxies: { p1: {} },
            app_servers: { a1: {} },
            haproxy: {
              version: "2.6",
              global: { directives: lines },
              listeners: { l: { bind: ":81", directives: last } },
            },
          }),
        }),
      });
    const said = (loaded: ReturnType<typeof raw>) =>
      loaded.ok ? [] : loaded.findings.map(({ at, message }) => `${at.path} ${message.split(": ").at(-1)}`);
    expect(
      said(raw([".if 0", "x", ".elif 1", ".else", ".endif"], [".if 1", ".if 1", ".endif", ".endif"])),
    ).toEqual([]);
    expect(said(raw(["x", ".if 0"], ["y", " .endif"]))).toEqual([
      "haproxy.global.directives[1] .if has no .endif behind it",
      "haproxy.listeners.l.directives[1] .endif has no .if before it",
    ]);
  });

  it("in a raw line can't open a section, leave its line or continue on the next", () => {
    const raw = (line: string) =>
      directives({
        mmconf: 1,
        proxies: { p1: {} },
        app_servers: { a1: {} },
        haproxy: {
          version: "2.6",
          global: { directives: [line] },
          defaults: { directives: [line] },
          listeners: { l: { bind: ":81", directives: [line] } },
        },
        mirrorlist: { wsgi: { processes: 1, threads: 1 } },
        apache: { directives: [line] },
      });
    for (const line of ["x\ny", "listen y", "  frontend y", "x \\", "<Directory />", "x\u0000"])
      expect([line, raw(line)]).toEqual([line, undefined]);
    // HAProxy and Apache resolve quotes, escapes and variables before they look at a line's first word.
    for (const line of [
      '"listen" y',
      "l'iste'n y",
      "\\x6cisten y",
      '"\u0024{LISTEN}" y',
      '"<IfDefine" X>',
      "\u0024{BLOCK} X>",
    ])
      expect([line, raw(line)]).toEqual([line, undefined]);
  });
});
