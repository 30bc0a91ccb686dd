import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { GENERATED_FOLDERS, pages } from "../tools/docs/pages.js";

const generated = pages(".");

describe("the generated pages", () => {
  it.each([...generated.keys()])("%s says what the code says (npm run docs writes it)", (path) => {
    expect(existsSync(path) ? readFileSync(path, "utf8") : "missing").toBe(generated.get(path));
  });

  it.each(GENERATED_FOLDERS)("%s holds nothing else", (folder) => {
    const there = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".md"),
    );
    expect(there.map((name) => join(folder, name)).filter((path) => !generated.has(path))).toEqual([]);
  });
});
