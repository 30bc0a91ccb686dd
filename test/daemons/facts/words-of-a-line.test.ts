import { expect, it } from "vitest";
import { configurationOf } from "../../haproxy/cfg/read.js";
import { checkHaproxy } from "../haproxy.js";
import { describeWith } from "../requires.js";

/** Words as they may be written; none is a keyword of the section. */
const WRITTEN = [
  "plain",
  "a'b c'd",
  '"a b"c',
  "a\\ b\\#c",
  "\\x41\\x2Fb",
  "it\\'s\\\"",
  "'a\\ b'",
  '"a\\\\b"',
  "a\\$b",
  "$PATHLESS",
  '"a\\$b"',
  "a\\qb",
  "^/\\d+$",
  "[",
  "a#comment",
  "'a#b' # comment",
];

/** Lines that are refused for what they are, and not for their keyword. */
const REFUSED = [
  "a 'b",
  'a "b',
  'a "$"',
  'a "\u0024{1}"',
  'a "\u0024{A"',
  'a "\u0024{A[1]}"',
  "a \\x4g",
  Array(66).fill("a").join(" "),
];

const NAMED = /unknown keyword '(.*)' in 'global' section/;

describeWith(["haproxy"], "HAProxy 2.6", () => {
  it("reads the words that mmconf reads", () => {
    const lines = WRITTEN.map((word) => `  ${word}`).join("\n");
    const { said } = checkHaproxy(`global\n${lines}`);
    const theirs = said.split("\n").flatMap((line) => NAMED.exec(line)?.[1] ?? []);
    const [section] = configurationOf(`global\n${lines}\n`, "2.6").sections;
    expect(theirs.length).toBeGreaterThan(10);
    expect(section?.lines.map(({ words }) => words[0]?.text)).toEqual(theirs);
  });

  it("refuses the lines that mmconf refuses, at the same places", () => {
    const lines = REFUSED.map((line) => `  ${line}`).join("\n");
    const { said } = checkHaproxy(`global\n${lines}`);
    const theirs = [...said.matchAll(/parsing \[.*:(\d+)\]: (?:unm|for|tr|too)/g)].map(([, line]) =>
      Number(line),
    );
    const columns = [...said.matchAll(/at position (\d+):/g)].map(([, column]) => Number(column));
    const { mistakes } = configurationOf(`global\n${lines}\n`, "2.6");
    expect(mistakes.map(({ line }) => line)).toEqual(theirs);
    expect(theirs).toHaveLength(REFUSED.length);
    expect(mistakes.filter(({ kind }) => kind !== "too-many-words").map(({ column }) => column)).toEqual(
      columns,
    );
  });

  it.each([
    ["global\n .if 1\n .else\n .else\n .endif"],
    ["global\n .endif"],
    ["global\n .if 1"],
    ["global\n .fi"],
    ["maxconn 5"],
    ["global\n maxconn\0 5"],
  ])("refuses %j, as mmconf does", (text) => {
    const { status, said } = checkHaproxy(text);
    expect(status).toBe(1);
    const [mistake] = configurationOf(`${text}\n`, "2.6").mistakes;
    expect(said).toMatch(new RegExp(`haproxy\\.cfg:${mistake?.line}\\]`));
  });
});
