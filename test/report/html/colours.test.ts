import { describe, expect, it } from "vitest";
import { COLOURS } from "../../../src/report/html/kit/style.js";

const schemes = COLOURS.split("@media").map((text) => ({
  name: text.includes("dark") ? "dark" : "light",
  colours: new Map([...text.matchAll(/--([a-z-]+):(#[0-9a-f]+)/g)].map(([, name, hex]) => [name, hex])),
}));

/** WCAG 2.2, relative luminance. */
const luminance = (hex: string): number => {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join("") : hex.slice(1);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const share = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (one: string, other: string): number => {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

const MIN_TEXT = 4.5;
const MIN_GRAPHIC = 3;

describe.each(schemes)("colours on a $name screen", ({ colours }) => {
  const of = (name: string): string => {
    const hex = colours.get(name);
    if (hex === undefined) throw new Error(`there is no colour ${name}`);
    return hex;
  };

  it.each([
    ["page", "text quiet link good bad warn"],
    ["raised", "text quiet link good bad warn"],
    ["del", "text quiet"],
    ["del-word", "text"],
    ["ins", "text quiet"],
    ["ins-word", "text"],
  ])("keep text readable on %s", (ground, names) => {
    for (const name of names.split(" "))
      expect(contrast(of(name), of(ground)), name).toBeGreaterThanOrEqual(MIN_TEXT);
  });

  it("keep bars and lines of drawings apart from the page", () => {
    for (const name of ["slots", "asked", "checks", "line", "bad", "text"])
      expect(contrast(of(name), of("page")), name).toBeGreaterThanOrEqual(MIN_GRAPHIC);
  });
});
