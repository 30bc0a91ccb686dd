import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { edited, setKeyword, setParameter } from "../../../src/haproxy/cfg/edit.js";
import { printCfg, readCfg } from "../../../src/haproxy/cfg/read.js";
import { readSections } from "../../../src/haproxy/cfg/sections.js";
import { parameter, serverLines } from "../../../src/haproxy/cfg/server-line.js";
import type { KeywordWords } from "../../../src/haproxy/cfg/settings.js";
import { effective, valuesOf } from "../../../src/haproxy/cfg/settings.js";
import { anyCfg } from "./any-cfg.js";

const withParameter = (text: string, name: string, value: readonly string[] | undefined): string => {
  const cfg = readCfg(text);
  const [server] = readSections(cfg).sections.flatMap(serverLines);
  return server ? edited(cfg, setParameter(server, name, value)) : text;
};

const withKeyword = (text: string, keyword: KeywordWords, values: readonly string[]): string => {
  const cfg = readCfg(text);
  const section = readSections(cfg).sections.at(-1);
  return section ? edited(cfg, setKeyword(section, keyword, values)) : text;
};

describe("a parameter of a server line that is set", () => {
  it.each<readonly [string, string, readonly string[] | undefined, string]>([
    ["  server a  1:80  maxconn  25\tcheck # x", "maxconn", ["9"], "  server a  1:80  maxconn  9\tcheck # x"],
    ["\tserver a 1:80 # x", "maxconn", ["9"], "\tserver a 1:80 maxconn 9 # x"],
    ["server a 1:80\r", "cookie", ["a b"], "server a 1:80 cookie a\\ b\r"],
    ["server a 1:80 maxconn 1 maxconn 2", "maxconn", ["9"], "server a 1:80 maxconn 1 maxconn 9"],
    ["server a 1:80 maxconn '25' check", "maxconn", ["25"], "server a 1:80 maxconn '25' check"],
    ["server a 1:80  maxconn 25  check", "maxconn", undefined, "server a 1:80  check"],
    ["server a 1:80 check # x", "check", undefined, "server a 1:80 # x"],
    ["server a 1:80 # x", "check", [], "server a 1:80 check # x"],
    ["server a 1:80 check", "check", [], "server a 1:80 check"],
    ["server a 1:80 maxconn", "maxconn", ["3"], "server a 1:80 maxconn 3"],
  ])("%j: %s %j", (line, name, value, result) => {
    const frame = (written: string) => `# é\nbackend b\n${written}\n  server z 2:80 # y\n`;
    expect(withParameter(frame(line), name, value)).toBe(frame(result));
  });
});

describe("a keyword of a section that is set", () => {
  it.each<readonly [string, KeywordWords, readonly string[], string]>([
    ["listen l\n  maxconn  1 # one\n", ["maxconn"], ["2"], "listen l\n  maxconn  2 # one\n"],
    ["listen l\n\tbind :80\n", ["timeout", "client"], ["5s"], "listen l\n\ttimeout client 5s\n\tbind :80\n"],
    ["listen l\r\n  x\r\n", ["maxconn"], ["2"], "listen l\r\n  maxconn 2\r\n  x\r\n"],
    ["listen l", ["maxconn"], ["2"], "listen l\n    maxconn 2"],
    ["listen l\n no  option a # b\n", ["option", "a"], [], "listen l\n option a # b\n"],
    [
      "listen l\n balance hdr(x) use_domain_only\n",
      ["balance"],
      ["roundrobin"],
      "listen l\n balance roundrobin\n",
    ],
    [
      "listen l\n option httpchk\n",
      ["option", "httpchk"],
      ["GET", "/x"],
      "listen l\n option httpchk GET /x\n",
    ],
  ])("%j: %j %j", (text, keyword, values, result) => {
    expect(withKeyword(text, keyword, values)).toBe(result);
  });
});

const DECORATIONS = fc.record({
  before: anyCfg.map((text) => (text === "" || text.endsWith("\n") ? text : `${text}\n`)),
  end: fc.constantFrom("\n", "\r\n"),
  parameters: fc.array(
    fc.constantFrom("check", "maxconn 5", "maxconn  '7'", "cookie maxconn", "weight 3", "#"),
  ),
  value: fc.nat().map(String),
});

describe("an edit", () => {
  it("changes one line, and sets what it is to set", () => {
    fc.assert(
      fc.property(DECORATIONS, ({ before, end, parameters, value }) => {
        const server = `  server a 1.1.1.1:80 ${parameters.join("  ")}${end}`;
        const cfg = readCfg(`${before}backend edited${end}${server}  balance first${end}${before}`);
        const section = readSections(cfg).sections.find(({ name }) => name?.text === "edited");
        const line = section && serverLines(section)[0];
        if (!line) return;
        const after = readCfg(edited(cfg, setParameter(line, "maxconn", [value])));
        const { number } = line.statement.line;
        const others = ({ lines }: typeof cfg) =>
          lines.filter((each) => each.number !== number).map(({ text, end }) => text + end);
        expect(others(after)).toEqual(others(cfg));
        const again = readSections(after)
          .sections.flatMap(serverLines)
          .find((each) => each.statement.line.number === number);
        expect(again && parameter(again, "maxconn")?.values.map(({ text }) => text)).toEqual([value]);
      }),
    );
  });

  it("adds a line where there was none, or changes the one there is", () => {
    const keyword: KeywordWords = ["timeout", "queue"];
    fc.assert(
      fc.property(DECORATIONS, fc.boolean(), ({ before, end, value }, present) => {
        const set = present ? `  timeout  queue 1s # why${end}` : "";
        const cfg = readCfg(`${before}backend edited${end}  balance first${end}${set}`);
        const { sections } = readSections(cfg);
        const section = sections.at(-1);
        if (section?.name?.text !== "edited") return;
        const after = readCfg(edited(cfg, setKeyword(section, keyword, [value])));
        const again = readSections(after).sections.at(-1);
        const statement = again && effective(again, keyword);
        expect(statement && valuesOf(statement, keyword).map(({ text }) => text)).toEqual([value]);
        const number = statement?.line.number ?? 0;
        const kept = after.lines.filter((each) => each.number !== number);
        const unedited = cfg.lines.filter((each) => !present || each.number !== number);
        expect(printCfg({ ...after, lines: kept })).toBe(printCfg({ ...cfg, lines: unedited }));
      }),
    );
  });
});
