import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatJson } from "../../../src/report/findings/json.js";
import { ANY_TEXT, BACKLOG, finding, report, WAIVER } from "../sample.js";

describe("formatJson", () => {
  it("has the shape that the contract promises, keys in its order", () => {
    expect(formatJson(report([finding({ hosts: ["app1"] })]), "1.0.0")).toBe(`\
{
  "mmconf": "1.0.0",
  "summary": {
    "error": 1,
    "warning": 0,
    "info": 0,
    "waived": 0
  },
  "findings": [
    {
      "rule": "capacity/app-slots",
      "severity": "error",
      "environment": "prod",
      "subject": "mirrorlist",
      "message": "6 proxies may send app1 150 requests at once; it has 100 slots",
      "at": {
        "file": "inventories/prod.yaml",
        "line": 6,
        "column": 56,
        "path": "haproxy.listeners.mirror-lists.server.maxconn"
      },
      "figures": {
        "demand": 150,
        "slots": 100,
        "proxies": 6,
        "maxconn": 25
      },
      "why": "6 proxies x maxconn 25 = 150 (156 with health checks) > 100 processes x 1 thread",
      "fix": "maxconn 15 fits; or 156 processes, if memory allows (app1 has room for 131)",
      "waived": null,
      "hosts": [
        "app1"
      ]
    }
  ]
}
`);
  });

  it("tells a waiver's reason and last day, and lists every host", () => {
    const json = JSON.parse(formatJson(report([BACKLOG, finding({ waived: WAIVER })]), "1.0.0"));
    expect(json.summary).toEqual({ error: 0, warning: 1, info: 0, waived: 1 });
    expect(json.findings[0].hosts).toEqual(BACKLOG.hosts);
    expect(json.findings[1].waived).toEqual(WAIVER);
  });

  it("spells out a figure that JSON has no number for", () => {
    const figures = { demand: Number.POSITIVE_INFINITY, slots: 100, mode: "unlimited" };
    const json = JSON.parse(formatJson(report([finding({ figures })]), "1.0.0"));
    expect(json.findings[0].figures).toEqual({ demand: "Infinity", slots: 100, mode: "unlimited" });
  });

  it("gives every text back as it was, and prints nothing that a terminal or a log would obey", () => {
    const hostile = fc.oneof(
      ANY_TEXT,
      fc.constantFrom(
        '"}],"findings":[]}',
        "\x1b[2J\u009b31m",
        "\n::error::x",
        "##[error]x",
        "##vso[x]",
        "<script>",
        "\u2028\u202e",
      ),
    );
    fc.assert(
      fc.property(hostile, hostile, (text, other) => {
        const one = finding({ message: text, subject: other, hosts: [text], figures: { [text]: other } });
        const printed = formatJson(report([one]), "1.0.0");
        const [parsed] = JSON.parse(printed).findings;
        expect(parsed).toMatchObject({ message: text, subject: other, hosts: [text] });
        expect(Object.entries(parsed.figures)).toEqual([[text, other]]);
        expect(printed).not.toMatch(/[^\P{Cc}\n]|[\u2028\u2029]|\p{Bidi_Control}|##[a-z]*\[|^\s*::/imu);
      }),
      { numRuns: 500 },
    );
  });
});
