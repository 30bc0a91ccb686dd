import { describe, expect, it } from "vitest";
import { compareEnvironments } from "./comparisons.js";
import { attribute, textIn, withClass, withTag } from "./dom.js";
import { part, read, rows, toProd, toTuned } from "./pages.js";

describe("what the page says of a change", () => {
  it("leads with the decision and its reason", () => {
    const [verdict] = withClass(read(toProd), "verdict");
    expect(verdict && textIn(verdict)).toMatch(
      /^Review before merging \d+ new warnings; .*capacity\/app-slots of mirrorlist \(error\)\./,
    );
    expect(verdict && attribute(verdict, "class")).toBe("verdict look");
  });

  it("stops a change with a new error", () => {
    const [verdict] = withClass(read(compareEnvironments("tuned", "before")), "verdict");
    expect(verdict && textIn(verdict)).toMatch(/^Do not merge \d+ new errors\./);
  });

  it("tells every figure before and after, and what became of a limit", () => {
    const [table] = withClass(read(toProd), "figures");
    expect(table && rows(table)).toEqual(
      expect.arrayContaining([
        "Figure | Before | After | Difference",
        "Slots per app server app1-4, app7 | 45 | 100 | +55",
        "Max concurrent requests to an app server app1-4, app7 | no limit | 150 | now limited",
        "Time to mark a hung server DOWN | 30 s | 30 s | same",
        "Max wait in HAProxy's queue | 5 s | 60 s | +55 s",
      ]),
    );
  });

  it("tells which failed answers become possible or impossible", () => {
    expect(part(toProd, "Errors under overload")).toMatch(/503 sQ now possible waited in the queue/);
    expect(part(toTuned, "Errors under overload")).toMatch(/503 SC no longer possible found no server UP/);
    expect(part(toTuned, "Errors under overload")).toMatch(/504 sH still possible/);
  });

  it("sorts changes by what it takes to roll them out, with the commands that need no reload", () => {
    const text = part(toTuned, "Changes by rollout");
    expect(text).toMatch(/Without a reload 4 .*With a reload 8 .*With a restart/);
    expect(text).toMatch(/On proxy01-02, proxy04-06: set maxconn server mirror-lists\/app1 11/);
    expect(text).toMatch(/On proxy03: set maxconn server mirror-lists\/app1 37/);
    expect(text).toMatch(/mirror-lists: timeout connect proxy01-06 · inventories\/tuned.yaml:\d+:\d+ 60s 5s/);
  });

  it("warns of parts that are worse alone, and gives an order in which none is", () => {
    const text = part(toTuned, "Order of rollout");
    expect(text).toMatch(
      /^Order of rollout This part must not .* haproxy\.listeners\.mirror-lists\.timeout\.connect: /,
    );
    expect(text.indexOf("mirror-lists.balance")).toBeLessThan(
      text.lastIndexOf("mirror-lists.timeout.connect"),
    );
  });

  it("tells new findings in full: place, why and fix, and for a waived one its reason", () => {
    const text = part(toProd, "Findings");
    expect(text).toMatch(
      /warning capacity\/backlog .* asks for a backlog of 300; the kernel grants 128 why 300 > .* fix .* at inventories\/before\.yaml:\d+:\d+/,
    );
    expect(text).toMatch(/waived capacity\/app-slots .* waived until 2027-06-01: still oversubscribed/);
    expect(text).toMatch(/Resolved \d+ errors, \d+ warnings.*Remaining /);
  });

  it("tells waivers that come and go", () => {
    expect(part(toProd, "Waivers")).toMatch(
      /capacity\/app-slots mirrorlist new error still oversubscribed.* 2027-06-01$/,
    );
    expect(part(toTuned, "Waivers")).toMatch(/mirrorlist gone error still oversubscribed/);
  });

  it("shows the patch side by side with the changed words marked", () => {
    const document = read(toProd);
    const changed = withTag(document, "tr").find((row) => textIn(row).includes("processes=45"));
    const cells = changed === undefined ? [] : withTag(changed, "td");
    expect(cells.map((cell) => attribute(cell, "class"))).toEqual(["number del", "del", "number ins", "ins"]);
    expect(cells.map((cell) => withTag(cell, "mark").map(textIn))).toEqual([[], ["45"], [], ["100"]]);
  });

  it("shows a file that is new in one column", () => {
    const [, file] = withClass(read(toTuned), "file");
    expect(file && textIn(file)).toMatch(/^modules\/haproxy\/files\/haproxy\.cfg\.proxy03 added: 66 lines /);
    for (const row of file === undefined ? [] : withTag(file, "tr"))
      expect(withTag(row, "th", "td")).toHaveLength(2);
  });

  it("counts the lines that have no room", () => {
    const lines = Array.from({ length: 9000 }, (_, index) => ({
      kind: "added" as const,
      text: `line ${index}`,
      newline: true,
    }));
    const hunk = { oldStart: 0, oldLines: 0, newStart: 1, newLines: lines.length, heading: "", lines };
    const file = {
      status: "changed" as const,
      oldMode: "100644" as const,
      newMode: "100644" as const,
      hunks: [hunk],
    };
    const text = part({ ...toProd, files: ["a", "b", "c"].map((path) => ({ ...file, path })) }, "Patch");
    expect(text).toContain("line 3999 5,000 more rows");
    expect(text).toContain("The lines of 2 more files");
    expect(text).toMatch(/c changed: 9,000 lines added, 0 lines removed$/);
  });
});
