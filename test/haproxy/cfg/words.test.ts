import { describe, expect, it } from "vitest";
import { syntaxOf } from "../../../src/haproxy/cfg/syntax.js";
import { readWords } from "../../../src/haproxy/cfg/words.js";
import { haproxyWord } from "../../../src/haproxy/word.js";
import { versionOf } from "./read.js";

const read = (line: string, version = "3.4") => readWords(line, syntaxOf(versionOf(version)));

const texts = (line: string, version?: string): readonly string[] =>
  read(line, version).words.map(({ text }) => text);

describe("the words of a line", () => {
  it.each<[line: string, words: readonly string[]]>([
    ["server a 10.0.0.1:80 check", ["server", "a", "10.0.0.1:80", "check"]],
    ["\t server  a\t:80 ", ["server", "a", ":80"]],
    ["mode http # the rest", ["mode", "http"]],
    ["mode http#glued", ["mode", "http"]],
    ["mode http\\#glued", ["mode", "http#glued"]],
    ["log-format %b\\ %s", ["log-format", "%b %s"]],
    ["a 'b c'd\"e f\" g", ["a", "b cde f", "g"]],
    ["a 'b\\ c'", ["a", "b\\ c"]],
    ['a "b\\ c\\"d\'"', ["a", "b c\"d'"]],
    ["a 'b\"c # d'", ["a", 'b"c # d']],
    ["a \\x41\\x2f\\t\\n", ["a", "A/\t\n"]],
    ["a ^/\\d+$ \\.b", ["a", "^/\\d+$", "\\.b"]],
    ["a \\", ["a", "\\"]],
    ["a \\$b '$c'", ["a", "\\$b", "$c"]],
    ['a "\\$b"', ["a", "$b"]],
    ["a b\r", ["a", "b"]],
    ["a b\rc d", ["a", "b"]],
    ["a b \r c", ["a", "b", "c"]],
    ["\ra #", ["a"]],
    ["a\u00a0b \u00e9", ["a\u00a0b", "\u00e9"]],
    ['"" a', ["", "a"]],
    ["", []],
    ["# nothing", []],
  ])("of %j are %j", (line, words) => {
    expect(texts(line)).toEqual(words);
  });

  it.each([
    ['a "$HOME/b"', { name: "HOME", otherwise: undefined, spread: false }],
    ['a "\u0024{HOME}b"', { name: "HOME", otherwise: undefined, spread: false }],
    ['a "\u0024{HOME-/root}"', { name: "HOME", otherwise: "/root", spread: false }],
    ['a "\u0024{HOSTS[*]}"', { name: "HOSTS", otherwise: undefined, spread: true }],
    ['a "\u0024{.LINE}"', { name: ".LINE", otherwise: undefined, spread: false }],
  ])("of %j hold a variable", (line, variable) => {
    expect(read(line).words).toHaveLength(2);
    expect(read(line).words[1]?.variables).toEqual([variable]);
  });

  it("know where they stand, quotes and all", () => {
    const line = '  acl x path "/a b"  # why';
    expect(read(line).words.map(({ column, endColumn }) => line.slice(column - 1, endColumn - 1))).toEqual([
      "acl",
      "x",
      "path",
      '"/a b"',
    ]);
    expect(read(line).comment).toBe(line.indexOf("#") + 1);
  });

  it.each([
    ["a 'b", "unmatched-quote", 3],
    ['a "b\r"', "unmatched-quote", 3],
    ["a b\\x4g", "hexadecimal", 4],
    ['a "$"', "variable-name", 5],
    ['a "^/x$"', "variable-name", 8],
    ['a "\u0024{1}"', "variable-name", 6],
    ['a "\u0024{.HOME}"', "variable-name", 6],
    ['a "\u0024{HOME"', "unmatched-brace", 5],
    ['a "\u0024{HOME-x"', "unmatched-brace", 5],
    ['a "\u0024{HOME[1]}"', "word-expansion", 10],
    [Array(65).fill("a").join(" "), "too-many-words", 129],
    ['a "" b', "empty-word", 3],
  ])("of %j are none, as HAProxy refuses it", (line, kind, column) => {
    expect(read(line)).toEqual({ words: [], mistake: { kind, column } });
  });

  it("may be 64", () => {
    expect(texts(Array(64).fill("a").join(" "))).toHaveLength(64);
  });

  it("take quotes as they are before 1.6, and variables from the version that has them", () => {
    expect(texts("a 'b c' \"$\"", "1.5")).toEqual(["a", "'b", "c'", '"$"']);
    expect(read('a "\u0024{HOME-x}"', "2.4").mistake?.kind).toBe("unmatched-brace");
    expect(read('a "\u0024{HOME[*]}"', "2.2").mistake?.kind).toBe("unmatched-brace");
    expect(read('a "$.LINE"', "2.3").mistake?.kind).toBe("variable-name");
    expect(texts('a "" b', "3.2")).toEqual(["a", "", "b"]);
  });

  it.each(["", "a", "a b", "#", "'", '"', "\\", "$x", '"$x"', "a\tb\n\v\f\rc", "\u00e9 \\x41"])(
    "are %j again once written",
    (word) => {
      expect(texts(`a ${haproxyWord(word)} b`, "3.2")).toEqual(["a", word, "b"]);
    },
  );
});
