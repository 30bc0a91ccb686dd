import { describe, expect, it } from "vitest";
import { loadText, problemsOf } from "./from-text.js";

describe("an inventory in YAML", () => {
  it.each([
    ["of version 1.1", "%YAML 1.1\n---\nextends: base.yaml\n", "schema/syntax 1"],
    ["with a tag of its core", "extends: base.yaml\ndescription: !!str 1\n", "schema/tag 2"],
    ["with !!int", "extends: base.yaml\nstorms: { spike: { requests: !!int 5 } }\n", "schema/tag 2"],
    ["with the tag that says nothing", "extends: base.yaml\ndescription: ! x\n", "schema/tag 2"],
    ["with a tag on a map", "extends: base.yaml\nkernel: !!map {}\n", "schema/tag 2"],
  ])("%s is refused at its place", (_what, text, told) => {
    const loaded = loadText(text);
    expect(loaded.ok ? [] : loaded.findings.map(({ rule, at }) => `${rule} ${at.line}`)).toEqual([told]);
  });

  it("may say that it is 1.2", () => {
    expect(problemsOf(loadText("%YAML 1.2\n---\nextends: base.yaml\n"))).toEqual([]);
  });
});
