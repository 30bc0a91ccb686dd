import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ProblemKind } from "../../../src/haproxy/cfg/problem.js";
import { readPlainWords, readWords } from "../../../src/haproxy/cfg/words.js";
import { haproxyWord } from "../../../src/haproxy/word.js";
import { anyLine } from "./any-cfg.js";

const texts = (line: string): readonly string[] => readWords(line, 1).words.map(({ text }) => text);

describe("the words of a line", () => {
  it.each<readonly [string, readonly string[]]>([
    ["", []],
    ["  # only a comment", []],
    ["  server  web1\t10.0.0.1:80 # one", ["server", "web1", "10.0.0.1:80"]],
    ["a#b", ["a"]],
    ['acl x "a # b" c', ["acl", "x", "a # b", "c"]],
    ["acl x 'a \" \\ $A b'", ["acl", "x", 'a " \\ $A b']],
    ["\"a\"b'c'", ["abc"]],
    ["a\\ b \\# \\\" \\' \\\\ \\q", ["a b", "#", '"', "'", "\\", "\\q"]],
    ["\\x41\\x7a \\t|\\n|\\r", ["Az", "\t|\n|\r"]],
    ['a "" b', ["a", "", "b"]],
    ["a $b ${c}", ["a", "$b", "${c}"]],
    ['"\\$a" \\$a', ["$a", "\\$a"]],
    ["a\rb c", ["a"]],
    ["a \r b", ["a", "b"]],
    ["\ra\r", ["a"]],
    ["a\vb\fc", ["a", "b", "c"]],
    ["a\u00a0b é", ["a\u00a0b", "é"]],
    ["a\\x00b c", ["a", "c"]],
    ["[scope] a", []],
  ])("of %j are %j", (line, words) => {
    expect(texts(line)).toEqual(words);
  });

  it("stand where they are written, with their quotes", () => {
    const { words, comment } = readWords(`\tlog-format "a b" x\\ y # z`, 7);
    expect(words.map(({ line, column, endColumn }) => [line, column, endColumn])).toEqual([
      [7, 2, 12],
      [7, 13, 18],
      [7, 19, 23],
    ]);
    expect(comment).toBe(24);
  });

  it.each<readonly [string, "none" | "text" | "count"]>([
    ["$A", "none"],
    ["'$A'", "none"],
    ['"\\$A"', "none"],
    ['"$A"', "text"],
    ['"${A}:80"', "text"],
    ['"${A-a b}"', "text"],
    ['"${.LINE}"', "text"],
    ['"${A[*]}"', "count"],
    ['"${A[*]} ${B}"', "count"],
  ])("tell what the environment decides: %s", (line, variables) => {
    expect(readWords(line, 1).words).toMatchObject([{ variables }]);
  });

  it.each<readonly [string, ProblemKind, number]>([
    ['a "b', "quote", 3],
    ["a 'b\r", "quote", 3],
    ['a "b${C"', "brace", 6],
    ['a "b${C-d"', "brace", 6],
    ['"${C[*]', "brace", 3],
    ['a "$1"', "variable-name", 5],
    ['a "${}"', "variable-name", 6],
    ['a "${.NAME}"', "variable-name", 6],
    ["a \\x4g", "hexadecimal", 3],
    ["a \\x", "hexadecimal", 3],
    ['a "${C[1]}"', "word-expansion", 7],
    ["a\0b", "nul", 2],
    ["# a\0b", "nul", 4],
    ["w ".repeat(65), "too-many-words", 129],
  ])("of %j are refused", (line, kind, column) => {
    expect(readWords(line, 3).problem).toEqual({ kind, line: 3, column });
  });

  it("are 64 at most", () => {
    expect(readWords("w ".repeat(64), 1)).toMatchObject({ problem: undefined, words: { length: 64 } });
  });

  it("have nothing but blanks between them", () => {
    fc.assert(
      fc.property(anyLine, (line) => {
        const { words, comment, problem } = readWords(line, 1);
        if (problem || /^\s*\[/.test(line)) return;
        const ends = [1, ...words.map(({ endColumn }) => endColumn)];
        const starts = [...words.map(({ column }) => column), comment ?? line.length + 1];
        for (const [index, end] of ends.entries()) {
          const between = line.slice(end - 1, (starts[index] ?? 0) - 1);
          // A carriage return behind a word ends the line, whatever follows.
          if (!between.startsWith("\r")) expect(between).toMatch(/^[ \t\v\f\r]*/);
        }
        for (const { column, endColumn } of words) expect(endColumn).toBeGreaterThan(column);
      }),
    );
  });

  it("are the same where a line is read in one go", () => {
    fc.assert(
      fc.property(anyLine, anyLine, (before, line) => {
        const text = `${before}\n${line}\n`;
        const start = before.length + 1;
        const plain = readPlainWords(text, start, start + line.length, 2);
        if (plain) expect(plain).toEqual(readWords(line, 2));
      }),
    );
  });

  it("are what was written as words", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, unit: fc.constantFrom(..."ab \\#'\"$[]{}\t\n\r\v\f=") })),
        (words) => {
          const line = ["keyword", ...words].slice(0, 64);
          expect(texts(line.map(haproxyWord).join(" "))).toEqual(line);
        },
      ),
    );
  });
});
