import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatText } from "../../../src/report/findings/text.js";
import { widthOf } from "../../../src/text/terminal.js";
import { BACKLOG, finding, PROD, report, WAIVER } from "../sample.js";

const plain = { color: false, columns: 100 };

describe("formatText", () => {
  it("shows a finding with its place, its line, why, and how to fix it", () => {
    expect(formatText(report([finding()]), plain)).toBe(`\
error capacity/app-slots  prod: 6 proxies may send app1 150 requests at once; it has 100 slots
  inventories/prod.yaml:6:56
      6 |       server: { port: 80, inter: 5s, rise: 2, fall: 3, maxconn: 25 }
        |                                                        ^^^^^^^^^^^
  why   6 proxies x maxconn 25 = 150 (156 with health checks) > 100 processes x 1 thread;
        also app2-4, app7
  fix   maxconn 15 fits; or 156 processes, if memory allows (app1 has room for 131)

environment  rules  passed  failed  no data  errors  warnings  info  waived
prod            42      40       1        1       1         0     0       0

prod: 1 error
`);
  });

  it("shows a waived finding with its last day and its reason, and nothing more", () => {
    expect(formatText(report([finding({ waived: WAIVER })]), plain)).toBe(`\
waived capacity/app-slots  prod: 6 proxies may send app1 150 requests at once; it has 100 slots
  inventories/prod.yaml:6:56
  until 2027-06-01: proxy03 takes 40 % of the traffic, so the six are never full together

environment  rules  passed  failed  no data  errors  warnings  info  waived
prod            42      40       1        1       0         0     0       1

prod: 1 waived, no errors
`);
  });

  it("lists errors alone where it is asked to, and counts all the same", () => {
    const all = report([finding(), finding({ waived: WAIVER, rule: "haproxy/waived" }), BACKLOG]);
    const text = formatText(all, { ...plain, listed: "error" });
    expect(text.match(/^(?:error|warning|waived) \S+/gm)).toEqual(["error capacity/app-slots"]);
    expect(text).toMatch(/^prod .* 1 +1 +0 +1\n\nprod: 1 error, 1 warning, 1 waived\n$/m);
  });

  it("hangs what is wrapped below where it begins", () => {
    expect(formatText(report([BACKLOG]), { color: false, columns: 80 })).toBe(`\
warning capacity/backlog  prod: the kernel cuts request_queue_size 300 down
        to 128, without a word
  inventories/prod.yaml:9:13
      9 |   server: { request_queue_size: 300 }
        |             ^^^^^^^^^^^^^^^^^^^^^^^
  why   listen(2) truncates a backlog to net.core.somaxconn, which is 128 on
        these hosts; the 129th connection in a storm is refused while the
        inventory promises room for 300; on app1-7, bapp1
  fix   set net.core.somaxconn to 300 or more under kernel, or ask for 128

environment  rules  passed  failed  no data  errors  warnings  info  waived
prod            42      40       1        1       0         1     0       0

prod: 1 warning, no errors
`);
  });

  it("ends with a verdict on each environment, on one line where they fit", () => {
    const three = report([finding({ environment: "before" }), finding({ waived: WAIVER })], {
      environments: ["before", "prod", "tuned"],
      rules: [{ environment: "tuned", applied: 42, passed: 42, failed: 0, lacked: 0 }],
    });
    expect(formatText(three, plain).split("\n").slice(-6)).toEqual([
      "before           -       -       -        -       1         0     0       0",
      "prod             -       -       -        -       0         0     0       1",
      "tuned           42      42       0        0       0         0     0       0",
      "",
      "before: 1 error; prod: 1 waived, no errors; tuned: all 42 rules passed",
      "",
    ]);
    expect(formatText(three, { color: false, columns: 50 }).split("\n").slice(-4)).toEqual([
      "before: 1 error",
      "prod: 1 waived, no errors",
      "tuned: all 42 rules passed",
      "",
    ]);
  });

  it("drops figures of rules, not of findings, from a table that is too wide", () => {
    const headings = (columns: number) => formatText(report([]), { color: false, columns }).split("\n")[0];
    expect(headings(75)).toBe("environment  rules  passed  failed  no data  errors  warnings  info  waived");
    expect(headings(74)).toBe("environment  rules  failed  no data  errors  warnings  info  waived");
    expect(headings(50)).toBe("environment  rules  errors  warnings  info  waived");
  });

  it("shortens the name of an environment that does not fit", () => {
    const name = "a-very-long-name-for-an-environment-in-a-data-centre-far-away";
    const lines = formatText(report([], { environments: [name], rules: [] }), {
      color: false,
      columns: 80,
    }).split("\n");
    expect(lines[1]).toBe("a-very-long-nam…      -       -       -        -       0         0     0       0");
  });

  it("shows no line where there is none to show", () => {
    const blank = { file: "inventories/prod.yaml", line: 99, column: 1, endColumn: 2, path: "" };
    const block = (file: string) =>
      formatText(report([finding({ at: { ...blank, file }, hosts: [] })]), plain)
        .split("\n")
        .slice(1, 3);
    const why = "  why   6 proxies x maxconn 25 = 150 (156 with health checks) > 100 processes x 1 thread";
    expect(block("inventories/prod.yaml")).toEqual(["  inventories/prod.yaml:99:1", why]);
    expect(block("absent.yaml")).toEqual(["  absent.yaml:99:1", why]);
  });

  it("shows an override of the command line by its number and text", () => {
    const at = { file: "--set", line: 2, column: 1, endColumn: 31, path: "mirrorlist.wsgi.processes" };
    const sources = new Map([["--set", "haproxy.version=2.6\nmirrorlist.wsgi.processes=9999\n"]]);
    expect(
      formatText(report([finding({ at })], { sources }), plain)
        .split("\n")
        .slice(1, 4),
    ).toEqual(["  --set:2:1", "      2 | mirrorlist.wsgi.processes=9999", `        | ${"^".repeat(30)}`]);
  });

  it("reads lines behind a byte order mark, and with carriage returns", () => {
    const at = { file: "prod.yaml", line: 1, column: 9, endColumn: 10, path: "mmconf" };
    const sources = new Map([["prod.yaml", "\ufeffmmconf: 2\r\nhaproxy: {}\r\n"]]);
    expect(
      formatText(report([finding({ at })], { sources }), plain)
        .split("\n")
        .slice(2, 4),
    ).toEqual(["      1 | mmconf: 2", "        |         ^"]);
  });

  it("keeps within the columns at any width", () => {
    const findings = [finding({ environment: "before" }), BACKLOG, finding({ waived: WAIVER })];
    for (const columns of [50, 60, 80, 100, 120]) {
      for (const line of formatText(report(findings), { color: false, columns }).split("\n")) {
        expect(widthOf(line), line).toBeLessThanOrEqual(columns);
      }
    }
  });

  it("says the same in colour", () => {
    const findings = report([finding(), BACKLOG, finding({ waived: WAIVER }), finding({ severity: "info" })]);
    const painted = formatText(findings, { color: true, columns: 100 });
    expect(painted).toContain("\x1b[1;31merror\x1b[0m");
    expect(painted.replace(/\x1b\[[\d;]*m/g, "")).toBe(formatText(findings, plain));
    expect(formatText(findings, plain)).not.toContain("\x1b");
  });
});

describe("formatText, given text that means harm", () => {
  const attack = "\x1b[2J\x1b]8;;x\x07\r\n::error file=a.yaml,line=1::forged\n##[error]forged\u202e\u009b31m";
  const everywhere = finding({
    rule: attack,
    environment: attack,
    subject: attack,
    message: attack,
    why: attack,
    fix: attack,
    hosts: [attack],
    at: { file: attack, line: 1, column: 3, endColumn: 9, path: attack },
  });
  const given = (changes = {}) =>
    report([{ ...everywhere, ...changes }], {
      environments: [attack],
      sources: new Map([[attack, attack]]),
      rules: [{ environment: attack, applied: 1, passed: 0, failed: 1, lacked: 0 }],
    });

  it.each([null, { reason: attack, until: attack }])(
    "sends nothing to the terminal that it would obey (%#)",
    (waived) => {
      for (const columns of [40, 60, 100]) {
        expect(formatText(given({ waived }), { color: false, columns })).not.toMatch(
          /[^\P{Cc}\n]|\p{Bidi_Control}/u,
        );
        const painted = formatText(given({ waived }), { color: true, columns });
        expect(painted.replace(/\x1b\[(?:0|[12](?:;\d+)?)m/g, "")).not.toMatch(/[^\P{Cc}\n]/u);
      }
    },
  );

  it("prints no line that the GitHub runner takes for a command", () => {
    const command = fc.constantFrom(
      "::error::x",
      "::error",
      "file=a::x",
      "::warning file=a,line=1::x",
      "##[error]x",
      "\n",
      " ",
      "word",
    );
    const hostile = fc.array(command, { maxLength: 12 }).map((parts) => parts.join(" "));
    fc.assert(
      fc.property(hostile, hostile, fc.integer({ min: 40, max: 120 }), (text, line, columns) => {
        const at = { file: text, line: 1, column: 1, endColumn: 2, path: "" };
        const one = finding({ environment: text, message: text, why: text, fix: text, hosts: [], at });
        const page = formatText(report([one], { environments: [text], sources: new Map([[text, line]]) }), {
          color: false,
          columns,
        });
        for (const printed of page.split("\n")) {
          expect(printed.trimStart()).not.toMatch(/^::(?:error|warning)(?: .*)?::/);
          expect(printed).not.toContain("##[");
        }
      }),
    );
  });

  it("shows what it can't print", () => {
    const text = formatText(report([finding({ message: "user is \x1b[31mroot\0" })]), plain);
    expect(text).toContain("prod: user is ␛[31mroot␀");
    expect(PROD).not.toContain("␛");
  });
});
