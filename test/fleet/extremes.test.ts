import { expect, it } from "vitest";
import { greatest, least } from "../../src/fleet/extremes.js";

it("the least and the greatest are found among as many figures as a fleet has hosts", () => {
  const figures = Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 300_000);
  expect([least(figures), greatest(figures)]).toEqual([0, 299_999]);
  expect([least([]), greatest([])]).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
});
