import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatGithub } from "../../../src/report/findings/github.js";
import { BACKLOG, finding, report, WAIVER } from "../sample.js";

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** Reads a line of a log as the GitHub runner does (ActionCommand.cs, TryParseV2). */
const readCommand = (line: string): Command | undefined => {
  const trimmed = line.trimStart();
  const end = trimmed.indexOf("::", 2);
  if (!trimmed.startsWith("::") || end === -1) return undefined;
  const [name = "", ...rest] = trimmed.slice(2, end).split(" ");
  const properties: Record<string, string> = {};
  for (const pair of rest.join(" ").split(",")) {
    const equals = pair.indexOf("=");
    properties[pair.slice(0, equals)] = decode(
      pair
        .slice(equals + 1)
        .replaceAll("%3A", ":")
        .replaceAll("%2C", ","),
    );
  }
  return { name, properties, data: decode(trimmed.slice(end + 2)) };
};

const decode = (text: string): string =>
  text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");

describe("formatGithub", () => {
  it("makes an annotation of a finding, at its place", () => {
    expect(formatGithub(report([finding()]))).toBe(
      "::error file=inventories/prod.yaml,line=6,col=56,endColumn=67,title=capacity/app-slots (prod)::" +
        "6 proxies may send app1 150 requests at once; it has 100 slots%0A" +
        "6 proxies x maxconn 25 = 150 (156 with health checks) > 100 processes x 1 thread; also app2-4, app7%0A" +
        "fix: maxconn 15 fits; or 156 processes, if memory allows (app1 has room for 131)\n",
    );
  });

  it("calls an info a notice", () => {
    const findings = [finding({ severity: "info" }), BACKLOG, finding()];
    const names = formatGithub(report(findings))
      .trimEnd()
      .split("\n")
      .map((line) => readCommand(line)?.name);
    expect(names).toEqual(["error", "warning", "notice"]);
  });

  it("leaves out what is waived, and says nothing of nothing", () => {
    expect(formatGithub(report([finding({ waived: WAIVER })]))).toBe("");
    expect(formatGithub(report([]))).toBe("");
  });

  it("names no file for an override of the command line", () => {
    const at = { ...finding().at, file: "--set" };
    expect(formatGithub(report([finding({ at, why: "", fix: "", hosts: [] })]))).toBe(
      "::error title=capacity/app-slots (prod)::6 proxies may send app1 150 requests at once; it has 100 slots\n",
    );
  });

  const escapes: readonly [string, string, string][] = [
    ["a per cent sign", "40 % of it", "40 %25 of it"],
    ["what looks escaped already", "%0A::error::x", "%250A::error::x"],
    ["an escape sequence", "a\x1b[31mb", "a␛[31mb"],
    ["a line break", "a\n::error file=x::y", "a ::error file=x::y"],
    ["a tag", "<script>alert(1)</script>", "<script>alert(1)</script>"],
  ];
  it.each(escapes)("escapes %s in a message", (_, message, expected) => {
    const printed = formatGithub(report([finding({ message, why: "", fix: "", hosts: [] })]));
    expect(printed).toMatch(/^::error [^\n]*\n$/);
    expect(printed.slice(printed.indexOf("::", 2) + 2)).toBe(`${expected}\n`);
  });

  it("escapes what ends a property", () => {
    const at = { ...finding().at, file: "a,line=1::b%.yaml" };
    expect(formatGithub(report([finding({ at })]))).toMatch(
      /^::error file=a%2Cline=1%3A%3Ab%25\.yaml,line=6,/,
    );
  });

  it("is read back by the runner as one command a finding, whatever stands in it", () => {
    const hostile = fc
      .array(
        fc.constantFrom(
          "::",
          "error",
          "\n",
          "\r",
          "%",
          "0A",
          "25",
          ",",
          "=",
          ":",
          " ",
          "\x1b",
          "a",
          "##[error]",
        ),
        { maxLength: 10 },
      )
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(hostile, hostile, hostile, (text, file, slug) => {
        const one = finding({
          rule: slug,
          environment: "",
          message: `m${text}m`,
          why: "",
          fix: "",
          hosts: [],
          at: { ...finding().at, file },
        });
        const printed = formatGithub(report([one]));
        expect(printed.endsWith("\n")).toBe(true);
        const lines = printed.slice(0, -1).split(/\r\n|\r|\n/);
        expect(lines).toHaveLength(1);
        const command = readCommand(lines[0] ?? "");
        expect(command?.name).toBe("error");
        expect(command?.properties).toMatchObject({ line: "6", col: "56", endColumn: "67" });
        expect(Object.keys(command?.properties ?? {})).toEqual(["file", "line", "col", "endColumn", "title"]);
        expect(command?.data.replace(/## \[/g, "##[").replaceAll("␛", "\x1b")).toBe(
          `m${text}m`.replace(/\s+/g, " "),
        );
      }),
      { numRuns: 500 },
    );
  });
});
