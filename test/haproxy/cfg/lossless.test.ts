import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decode, encode } from "../../../src/haproxy/cfg/bytes.js";
import { printLines } from "../../../src/haproxy/cfg/line.js";
import { describeMistake } from "../../../src/haproxy/cfg/mistake.js";
import { readProxies } from "../../../src/haproxy/cfg/proxies.js";
import { parametersOf, serversOf } from "../../../src/haproxy/cfg/servers.js";
import { configurationOf } from "./read.js";
import { cfgTexts } from "./texts.js";

const VERSIONS = fc.constantFrom("1.4", "1.6", "2.2", "2.6.12", "3.4");

describe("a file that was read", () => {
  it("has the same bytes again, whatever they are", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const { text, encoding } = decode(bytes);
        const lines = configurationOf(text).files[0]?.lines ?? [];
        expect(encode({ text: printLines(lines), encoding })).toEqual(bytes);
      }),
    );
  });

  it("has the same text again, and every part of it at its place", () => {
    fc.assert(
      fc.property(cfgTexts, VERSIONS, (text, version) => {
        const { files, sections, mistakes } = configurationOf(text, version);
        const lines = files[0]?.lines ?? [];
        expect(printLines(lines)).toBe(text);
        for (const [index, { number, words, text: line }] of lines.entries()) {
          expect(number).toBe(index + 1);
          let from = 1;
          for (const word of words) {
            expect(word.column).toBeGreaterThanOrEqual(from);
            expect(word.endColumn).toBeGreaterThan(word.column);
            from = word.endColumn;
            if (/^[\w.:-]+$/.test(word.text) && !line.includes("\\") && !/["']/.test(line))
              expect(line.slice(word.column - 1, word.endColumn - 1)).toBe(word.text);
          }
          expect(from).toBeLessThanOrEqual(line.length + 1);
        }
        for (const mistake of mistakes) {
          expect(lines[mistake.line - 1]?.text.length).toBeGreaterThanOrEqual(mistake.column - 1);
          expect(describeMistake(mistake)).toMatch(/^\S/);
        }
        const inSections = sections.flatMap(({ head, lines: own }) => [head, ...own]);
        expect(inSections.map((line) => line.number)).toEqual(
          inSections.map((line) => line.number).toSorted((a, b) => a - b),
        );
      }),
      { numRuns: 500 },
    );
  });

  it("has views that stand whatever its lines are", () => {
    fc.assert(
      fc.property(cfgTexts, (text) => {
        for (const proxy of readProxies(configurationOf(text)))
          for (const server of serversOf(proxy)) parametersOf(proxy, server);
      }),
    );
  });

  it("is read in a time that grows with its length alone", () => {
    const long = (unit: string) => configurationOf(`global\n${unit.repeat(200_000)}\n`);
    expect(long("\\\\").sections).toHaveLength(1);
    expect(long('"\u0024{A}"').sections[0]?.lines[0]?.words[1]?.variables ?? []).toEqual([]);
    expect(long(".if 1\n").mistakes.length).toBeGreaterThan(1);
  });
});
