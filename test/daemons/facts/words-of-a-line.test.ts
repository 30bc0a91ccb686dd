import fc from "fast-check";
import { expect, it } from "vitest";
import type { ProblemKind } from "../../../src/haproxy/cfg/problem.js";
import { readCfg } from "../../../src/haproxy/cfg/read.js";
import { anyLine } from "../../haproxy/cfg/any-cfg.js";
import { checkHaproxy } from "../haproxy.js";
import { describeWith } from "../requires.js";

const ERRORS: Partial<Readonly<Record<string, ProblemKind>>> = {
  "unmatched quote": "quote",
  "unmatched brace in environment variable name": "brace",
  "forbidden first char in environment variable name": "variable-name",
  "truncated or invalid hexadecimal sequence": "hexadecimal",
  "truncated or invalid word expansion sequence": "word-expansion",
};

/** What HAProxy says of each line that it refuses, by its number. */
const errorsIn = (said: string) =>
  new Map(
    [...said.matchAll(/parsing \[[^\]]*:(\d+)\]: ([a-z A-Z]+) at position (\d+):/g)].map(
      ([, line, error = "", column]) => [Number(line), { kind: ERRORS[error], column: Number(column) }],
    ),
  );

/** The words that `.notice` got, or the second where it got more than one. */
const noticesIn = (said: string) =>
  new Map(
    [
      ...said.matchAll(
        /parsing \[[^\]]*:(\d+)\]: (Unexpected argument )?'(.*?)'(?: for '\.notice'.*)?\.?$/gm,
      ),
    ].map(([, line, more, text]) => [Number(line), { more: more !== undefined, text }]),
  );

/** HAProxy counts bytes. */
const inBytes = (text: string): string => Buffer.from(text).toString("latin1");

/** HAProxy stops at the fiftieth line that it refuses. */
const LINES = 45;

describeWith(["haproxy"], "the words of a line", () => {
  it("are what HAProxy makes of it, and it refuses the same at the same place", () => {
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: LINES, maxLength: LINES }), (lines) => {
        const written = `global\n${lines.map((line) => `.notice ${line}\n`).join("")}`;
        const [text, said] = [inBytes(written), inBytes(checkHaproxy(written).said)];
        const [errors, notices] = [errorsIn(said), noticesIn(said)];
        for (const { number, problem, words } of readCfg(text).lines) {
          const error = problem && { kind: problem.kind, column: problem.column };
          expect({ line: text.split("\n")[number - 1], error: errors.get(number) }).toEqual({
            line: text.split("\n")[number - 1],
            error,
          });
          const [notice, first, second] = words;
          // What variables hold is for the environment to say, and this one has none of them.
          const plain = words.every(({ variables }) => variables === "none");
          if (problem || notice?.text !== ".notice" || !plain || !first?.text) continue;
          expect({ number, ...notices.get(number) }).toEqual({
            number,
            more: second !== undefined && second.text !== "",
            text: second?.text || first.text,
          });
        }
      }),
      { numRuns: 20 },
    );
  });
});
