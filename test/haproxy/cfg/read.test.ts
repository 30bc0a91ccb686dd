import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ProblemKind } from "../../../src/haproxy/cfg/problem.js";
import { printCfg, readCfg } from "../../../src/haproxy/cfg/read.js";
import { anyCfg } from "./any-cfg.js";

describe("a haproxy.cfg that is read", () => {
  it("is printed as it was, whatever it is", () => {
    fc.assert(
      fc.property(anyCfg, (text) => {
        expect(printCfg(readCfg(text))).toBe(text);
      }),
    );
  });

  it("is printed as it was from bytes that are no text", () => {
    const bytes = Buffer.from(Array.from({ length: 512 }, (_, index) => index % 256));
    expect(Buffer.from(printCfg(readCfg(bytes.toString("latin1"))), "latin1")).toEqual(bytes);
  });

  it("has its lines in order, each word on its own", () => {
    fc.assert(
      fc.property(anyCfg, (text) => {
        for (const [index, { number, words }] of readCfg(text).lines.entries()) {
          expect(number).toBe(index + 1);
          for (const { line } of words) expect(line).toBe(number);
        }
      }),
    );
  });

  it("may have carriage returns", () => {
    const { lines, problems } = readCfg("global\r\n\tmaxconn 10 # ten\r\n");
    expect(lines.map(({ words }) => words.map(({ text }) => text))).toEqual([["global"], ["maxconn", "10"]]);
    expect(problems).toEqual([]);
  });

  it.each<readonly [string, ProblemKind, number, number]>([
    ["global\n maxconn 1", "last-line", 2, 11],
    ["global\n log 'a\n", "quote", 2, 6],
    [".endif\n", "lone-condition", 1, 1],
    [" .else\n", "lone-condition", 1, 2],
    [".elif 1\n", "lone-condition", 1, 1],
    [".if 1\n.else\n.else\n.endif\n", "condition-after-else", 3, 1],
    [".if 1\n.else\n.elif 1\n.endif\n", "condition-after-else", 3, 1],
    [".if 1\n.else 1\n.endif\n", "condition-arguments", 2, 1],
    [".if 1\n.if 0\n.endif\n", "open-condition", 1, 1],
    [".what\n", "directive", 1, 1],
    [`${".if 1\n".repeat(32)}${".endif\n".repeat(32)}`, "condition-depth", 32, 1],
  ])("%j is refused", (text, kind, line, column) => {
    expect(readCfg(text).problems).toEqual([{ kind, line, column }]);
  });

  it.each([
    ".if 0\n.what\n.endif\n",
    `${".if 1\n".repeat(31)}${".endif\n".repeat(31)}`,
    ".if defined(A) && !streq(a,b)\n.elif 1\n.else\n.endif # done\n.notice 'a b'\n",
    '"" .what\n',
    "",
  ])("%j is not refused", (text) => {
    expect(readCfg(text).problems).toEqual([]);
  });

  const branches = (text: string) => readCfg(text).lines.map(({ branch }) => branch?.read);

  it("says of each line whether HAProxy reads it", () => {
    expect(branches(".if 0\na\n.elif 1\nb\n.elif 1\nc\n.else\nd\n.endif\ne\n")).toEqual([
      undefined,
      "never",
      undefined,
      "always",
      undefined,
      "never",
      undefined,
      "never",
      undefined,
      undefined,
    ]);
    expect(branches(".if defined(A)\na\n.elif 0\nb\n.else\nc\n.endif\n")).toEqual([
      ...[undefined, "unknown", undefined, "never", undefined, "unknown", undefined],
    ]);
    expect(branches(".if 0\n.if 1\na\n.else\nb\n.endif\n.endif\n")[2]).toBe("never");
    expect(branches(".if\na\n.else\nb\n.endif\n").filter(Boolean)).toEqual(["never", "always"]);
  });

  it("says by which line it is decided", () => {
    const [, , inner] = readCfg(".if defined(A)\n.if defined(B)\na\n.endif\n.endif\n").lines;
    expect(inner?.branch).toMatchObject({ line: 2, within: { line: 1, within: undefined } });
  });
});
