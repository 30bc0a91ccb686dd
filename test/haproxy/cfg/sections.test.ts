import { describe, expect, it } from "vitest";
import { bindLine } from "../../../src/haproxy/cfg/bind-line.js";
import { readCfg } from "../../../src/haproxy/cfg/read.js";
import { SECTION_KINDS } from "../../../src/haproxy/cfg/section-kinds.js";
import type { Section } from "../../../src/haproxy/cfg/sections.js";
import { readSections } from "../../../src/haproxy/cfg/sections.js";
import { knownValue, parameter, serverLines } from "../../../src/haproxy/cfg/server-line.js";
import { effective, settings, valuesOf } from "../../../src/haproxy/cfg/settings.js";

const sectionsOf = (text: string): readonly Section[] => readSections(readCfg(text)).sections;

const heads = (text: string) =>
  sectionsOf(text).map(({ kind, name, from, defaults }) => [
    kind,
    name?.text,
    from?.text,
    defaults?.header.line.number,
  ]);

describe("the sections of a haproxy.cfg", () => {
  it("have a kind, a name, and the defaults that they name or that stand above", () => {
    expect(
      heads(
        "global\ndefaults\ndefaults a\nfrontend f\nbackend b from a\ndefaults from a\nlisten l\ndefaults c from a\npeers p from a\n",
      ),
    ).toEqual([
      ["global", undefined, undefined, undefined],
      ["defaults", undefined, undefined, undefined],
      ["defaults", "a", undefined, undefined],
      ["frontend", "f", undefined, 3],
      ["backend", "b", "a", 3],
      ["defaults", undefined, "a", 3],
      ["listen", "l", undefined, 6],
      ["defaults", "c", "a", 3],
      ["peers", "p", undefined, undefined],
    ]);
  });

  it("take the last defaults of a name that stands above them", () => {
    expect(heads("defaults a\ndefaults a\nbackend b from a\ndefaults a\n")[2]).toEqual([
      "backend",
      "b",
      "a",
      2,
    ]);
    expect(heads("backend b from a\ndefaults a\n")[0]).toEqual(["backend", "b", "a", undefined]);
  });

  it.each(SECTION_KINDS)("begin with %s", (kind) => {
    expect(heads(`${kind} x\n  word\n`)).toEqual([[kind, "x", undefined, undefined]]);
  });

  it("keep what no one knows, comments and blank lines aside", () => {
    const [global] = sectionsOf("global # g\n\n # nothing\n  new.keyword a 'b c' # d\n\n");
    expect(global?.statements.map(({ words }) => words.map(({ text }) => text))).toEqual([
      ["new.keyword", "a", "b c"],
    ]);
  });

  it("end at an empty word, as HAProxy's arguments do", () => {
    const [section] = sectionsOf('backend b\n  server a 1.1.1.1 "" check\n "" x\n');
    expect(section?.statements.map(({ words }) => words.length)).toEqual([3]);
  });

  it("hold nothing that HAProxy does not read", () => {
    expect(heads(".if 0\nbackend a\n.else\nbackend b\n.endif\n")).toEqual([
      ["backend", "b", undefined, undefined],
    ]);
  });

  it("say which lines stand before the first", () => {
    const { problems } = readSections(
      readCfg(" maxconn 1\n.if defined(A)\n log x\n.endif\n[scope]\nglobal\n"),
    );
    expect(problems).toEqual([{ kind: "out-of-section", line: 1, column: 2 }]);
  });
});

const PROXIES = `
defaults
  maxconn 10
  timeout connect 5s
  option httplog
backend b
  timeout connect 6s
  no option httplog
  timeout connect 7s
backend c
  timeout server 1s
`;

describe("what is effective for a proxy", () => {
  const [, b, c] = sectionsOf(PROXIES);

  it.each([
    [b, ["timeout", "connect"], 9, ["7s"]],
    [c, ["timeout", "connect"], 4, ["5s"]],
    [b, ["maxconn"], 3, ["10"]],
    [c, ["timeout", "server"], 11, ["1s"]],
  ] as const)("is its own last line, or that of its defaults", (section, keyword, line, values) => {
    const found = section && effective(section, keyword);
    expect(found?.line.number).toBe(line);
    expect(found && valuesOf(found, keyword).map(({ text }) => text)).toEqual(values);
  });

  it("may be that something is off", () => {
    expect(b && effective(b, ["option", "httplog"])).toMatchObject({ modifier: "no", line: { number: 8 } });
  });

  it("is nothing where neither sets it", () => {
    expect(c && effective(c, ["timeout", "client"])).toBeUndefined();
    expect(b && settings(b, ["timeout", "connect"]).map(({ line }) => line.number)).toEqual([7, 9]);
  });
});

describe("server lines", () => {
  const lines = sectionsOf(`backend b
  default-server check inter 3s
  server a 10.0.0.1:80 cookie check weight 5 maxconn 20 maxconn 30 no-ssl
  server-template w 1-3 web.example:80 source 0.0.0.0 usesrc clientip interface eth0 backup
  server
  bind 10.0.0.1:80,10.0.0.2:80 ssl crt /x
`).flatMap(serverLines);

  it("have a name, an address and parameters with their values", () => {
    expect(
      lines.map(({ kind, name, address, parameters }) => [
        kind,
        name?.text,
        address?.text,
        ...parameters.map((each) => [each.name.text, ...each.values.map(({ text }) => text)].join(" ")),
      ]),
    ).toEqual([
      ["default-server", undefined, undefined, "check", "inter 3s"],
      ["server", "a", "10.0.0.1:80", "cookie check", "weight 5", "maxconn 20", "maxconn 30", "no-ssl"],
      [
        ...["server-template", "w", "web.example:80"],
        ...["source 0.0.0.0 usesrc clientip interface eth0", "backup"],
      ],
      ["server", undefined, undefined],
    ]);
  });

  it("have of a parameter the last one", () => {
    const [, a] = lines;
    expect(a && parameter(a, "maxconn")?.values[0]).toMatchObject({ text: "30", line: 3, column: 65 });
    expect(a && [knownValue(a, "maxconn"), knownValue(a, "weight"), knownValue(a, "check")]).toEqual([
      30,
      5,
      undefined,
    ]);
  });
});

describe("bind lines", () => {
  it("have their addresses apart", () => {
    const [statement] = sectionsOf("listen l\n bind 10.0.0.1:80,:81 ssl crt /x\n")[0]?.statements ?? [];
    expect(statement && bindLine(statement)).toMatchObject({
      addresses: ["10.0.0.1:80", ":81"],
      parameters: [{ text: "ssl" }, { text: "crt" }, { text: "/x" }],
    });
  });
});
