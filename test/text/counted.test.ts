import { expect, it } from "vitest";
import { counted } from "../../src/text/counted.js";

it.each([
  [0, "0 attempts"],
  [1, "1 attempt"],
  [2, "2 attempts"],
])("counts %d", (many, text) => {
  expect(counted(many, "attempt")).toBe(text);
});

it("takes a plural of its own", () => {
  expect([1, 2].map((many) => counted(many, "process", "processes"))).toEqual(["1 process", "2 processes"]);
});
