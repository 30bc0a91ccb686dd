import { describe, expect, it } from "vitest";
import { readConfiguration } from "../../../src/haproxy/cfg/configuration.js";
import type { MistakeKind } from "../../../src/haproxy/cfg/mistake.js";
import { configurationOf, versionOf } from "./read.js";

const shown = (text: string, version?: string) =>
  configurationOf(text, version).sections.map(({ head, lines }) => [
    head.words.map((word) => word.text).join(" "),
    ...lines.map((line) => line.words.map((word) => word.text).join(" ")),
  ]);

const mistakesOf = (text: string, version?: string): readonly (readonly [MistakeKind, number, number])[] =>
  configurationOf(text, version).mistakes.map(({ kind, line, column }) => [kind, line, column]);

describe("the sections of a file", () => {
  it("hold the lines up to the next, without blank ones and comments", () => {
    expect(shown("global\n  maxconn 5 # five\n\n# listen x\nlisten a\n  mode http\nhttp-errors e\n")).toEqual(
      [["global", "maxconn 5"], ["listen a", "mode http"], ["http-errors e"]],
    );
  });

  it("are opened by a word in quotes, too", () => {
    expect(shown("\"listen\" a\n  l'iste'n b\n")).toEqual([["listen a"], ["listen b"]]);
  });

  it("end with their file", () => {
    const { sections, mistakes } = readConfiguration(
      [
        { name: "a.cfg", text: "listen a\n" },
        { name: "b.cfg", text: "  mode http\nlisten b\n" },
      ],
      versionOf("2.6"),
    );
    expect(sections.map(({ head, lines }) => [head.file, lines.length])).toEqual([
      ["a.cfg", 0],
      ["b.cfg", 0],
    ]);
    expect(mistakes).toEqual([{ kind: "out-of-section", file: "b.cfg", line: 1, column: 3 }]);
  });

  it("know which of their lines conditions decide on", () => {
    const [a, b] = configurationOf(
      "listen a\n .if 1\n  mode http\n .else\n  mode tcp\n .endif\n bind :1\n.if 0\nlisten b\n bind :2\n.endif\n",
    ).sections;
    expect(a?.lines.map(({ sometimes }) => sometimes)).toEqual([true, true, false]);
    expect([a?.head.sometimes, b?.head.sometimes, b?.lines[0]?.sometimes]).toEqual([false, true, false]);
  });
});

describe("what HAProxy refuses in any section", () => {
  it.each<[text: string, mistakes: readonly (readonly [MistakeKind, number, number])[]]>([
    ["maxconn 5\n", [["out-of-section", 1, 1]]],
    ["global\n  maxconn 5", [["no-line-end", 2, 12]]],
    ["global\n  maxconn\0 5\n", [["stray-nul", 2, 10]]],
    ["global\n .endif\n", [["lone-condition", 2, 2]]],
    ["global\n .if 1\n", [["condition-without-end", 2, 2]]],
    ["global\n.if 1\n.else\n.elif 1\n.endif\n", [["condition-after-else", 4, 1]]],
    ["global\n.if 1\n.else x\n.endif\n", [["condition-words", 3, 1]]],
    ["global\n.fi\n", [["unknown-directive", 2, 1]]],
    ["global\n.if 0\n.fi\n.endif\n", []],
    [
      `global\n${".if 1\n".repeat(100)}${".endif\n".repeat(100)}`,
      [
        ["conditions-too-deep", 101, 1],
        ["lone-condition", 201, 1],
      ],
    ],
    ["[a]\nglobal\n[b]\n", []],
    [".if 0\nanything 'at\\ all'\n.endif\n", []],
  ])("%#: is told at its place", (text, mistakes) => {
    expect(mistakesOf(text)).toEqual(mistakes);
  });

  it("is less in older versions", () => {
    expect(mistakesOf("global\n .endif\n maxconn 5", "2.2")).toEqual([]);
    expect(mistakesOf("global\n maxconn 5", "2.3")).toHaveLength(1);
  });
});
