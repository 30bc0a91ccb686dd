import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRecording } from "../../src/inventory/recording.js";
import { loadOnBase, loadText, problemsOf } from "./from-text.js";

const read = (text: string) => parseRecording(text, "times.csv", "storms.s.arrivals.file");

const storm = (lines: string): string => `extends: base.yaml\nstorms:\n  s: { ${lines} }\n`;
const ARRIVALS = "arrivals: { file: times.csv }, service_time: { mean: 1s }";

describe("a recording", () => {
  it("holds one time a line in seconds, and how many there were of it", () => {
    const { recording, problems } = read("time,count\n# from the log\n0.5\n\n2,3\r\n1.25 , 2\n1e-3\n");
    expect(problems).toEqual([]);
    expect([...recording.times]).toEqual([1, 500, 1250, 2000]);
    expect([...recording.counts]).toEqual([1, 1, 2, 3]);
    expect(recording.total).toBe(7);
  });

  it("is told apart from what is none, line by line", () => {
    const { problems } = read("1\n2,\n-3\n4s\n5,0\n0x10\n6,1.5\nInfinity\n");
    expect(problems.map(({ at, message }) => `${at.file}:${at.line} ${message.split(" is ")[0]}`)).toEqual([
      'times.csv:2 "2,"',
      'times.csv:3 "-3"',
      'times.csv:4 "4s"',
      'times.csv:5 "5,0"',
      'times.csv:6 "0x10"',
      'times.csv:7 "6,1.5"',
      'times.csv:8 "Infinity"',
    ]);
  });

  it("may be neither empty nor larger than a storm can be", () => {
    expect(read("").problems[0]?.message).toMatch(/no times/);
    expect(read("seconds\n# none\n").problems[0]?.message).toMatch(/no times/);
    expect(read("1,900000000\n2,900000000\n").problems[0]?.message).toMatch(/1,800,000,000 times/);
    expect(read(`${" ".repeat(17 * 2 ** 20)}1\n`).problems[0]?.rule).toBe("schema/recording");
  });

  it("stops telling after ten lines that are wrong", () => {
    expect(read("x1\n".repeat(1000)).problems.length).toBe(10);
  });

  it("gives back what was written, in order, whatever it was", () => {
    const lines = fc.array(fc.tuple(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 1, max: 1000 })), {
      minLength: 1,
    });
    fc.assert(
      fc.property(lines, (written) => {
        const { recording } = read(written.map(([ms, count]) => `${ms / 1000},${count}`).join("\n"));
        const sorted = [...written].sort(([a], [b]) => a - b);
        expect([...recording.times]).toEqual(sorted.map(([ms]) => ms));
        expect(recording.total).toBe(written.reduce((sum, [, count]) => sum + count, 0));
      }),
    );
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string(), (text) => void read(text)));
  });
});

describe("an inventory that names a recording", () => {
  it("has its requests and its time from it, whenever its clock began", () => {
    const loaded = loadText(storm(ARRIVALS), { "times.csv": "1700000000.5,2\n1700000010.75\n" });
    expect(problemsOf(loaded)).toEqual([]);
    const [found] = loaded.ok ? loaded.fleet.storms.filter(({ name }) => name === "s") : [];
    expect(found).toMatchObject({ requests: 3, over: 10_250 });
  });

  it("has the mean of its service times from it", () => {
    const text = storm("requests: 10, over: 1s, service_time: { file: held.csv }");
    const loaded = loadText(text, { "held.csv": "1,3\n5,1\n" });
    const [found] = loaded.ok ? loaded.fleet.storms.filter(({ name }) => name === "s") : [];
    expect(found?.service_time).toMatchObject({ mean: 2000, distribution: "recorded" });
  });

  it("is wrong at the line of the file that is", () => {
    const loaded = loadText(storm(ARRIVALS), { "times.csv": "0\nsoon\n" });
    expect(problemsOf(loaded)).toEqual([
      'schema/recording times.csv:2:1 "soon" is not a time in seconds, with or without a number of times after a comma (write lines such as 12.5 or 12.5,3)',
    ]);
    expect(loaded.sources.get("times.csv")).toBe("0\nsoon\n");
  });

  it("is wrong at its own line where there is no such file", () => {
    expect(problemsOf(loadText(storm(ARRIVALS)))).toEqual([
      expect.stringMatching(/^schema\/read test\.yaml:3:\d+ can't read times\.csv: it does not exist/),
    ]);
  });

  it.each(["../times.csv", "a/../../times.csv", "/etc/times.csv", "./../x"])(
    "reads nothing outside: %s",
    (file) => {
      const text = storm(`arrivals: { file: ${file} }, service_time: { mean: 1s }`);
      const there = { "../times.csv": "1\n", "/etc/times.csv": "1\n", "../x": "1\n" };
      expect(problemsOf(loadText(text, there))).toEqual([
        expect.stringMatching(/^schema\/read test\.yaml:3:\d+ .*it lies outside the project/),
      ]);
    },
  );

  it("reads what the user's own override names, wherever it is", () => {
    const set = "storms.s.arrivals={ file: ../times.csv }";
    const loaded = loadText(storm("service_time: { mean: 1s }"), { "../times.csv": "1\n" }, [set]);
    expect(problemsOf(loaded)).toEqual([]);
  });

  it("names it from the inventory that says so, not from the one that extends that", () => {
    const files = { "parts/base.yaml": storm(ARRIVALS).replace("base", "../base"), "parts/times.csv": "1\n" };
    expect(problemsOf(loadText("extends: parts/base.yaml\n", files))).toEqual([]);
  });
});

describe("a storm", () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ["without requests", "over: 1s, service_time: { mean: 1s }", /s\.requests is required and not set/],
    ["without over", "requests: 1, service_time: { mean: 1s }", /s\.over is required and not set/],
    [
      "without a mean",
      "requests: 1, over: 1s, service_time: {}",
      /s\.service_time\.mean is required and not set/,
    ],
    [
      "with requests and a file of arrivals",
      `requests: 1, ${ARRIVALS}`,
      /s\.requests: does not go with arrivals: \{ file \}.*requests: null/,
    ],
    ["with over and a file of arrivals", `over: 1s, ${ARRIVALS}`, /s\.over: does not go with arrivals/],
    [
      "that is a spike and takes its time",
      "requests: 1, over: 1s, arrivals: spike, service_time: { mean: 1s }",
      /s\.over: does not go with arrivals: spike/,
    ],
    [
      "with a mean and a file",
      "requests: 1, over: 1s, service_time: { mean: 1s, file: times.csv }",
      /service_time\.mean: does not go with file/,
    ],
    [
      "with a distribution and a file",
      "requests: 1, over: 1s, service_time: { distribution: fixed, file: times.csv }",
      /service_time\.distribution: does not go with file/,
    ],
    [
      "of another shape",
      "requests: 1, over: 1s, arrivals: burst, service_time: { mean: 1s }",
      /"burst" is not a way to arrive/,
    ],
    ["without the file's name", "arrivals: {}, service_time: { mean: 1s }", /s\.arrivals has no file/],
    ["with a slip", "arrivals: { fil: x }, service_time: { mean: 1s }", /fil is not a key of arrivals/],
  ];
  it.each(cases)("%s is refused", (_, lines, expected) => {
    const problems = problemsOf(loadText(storm(lines), { "times.csv": "1\n" }));
    expect(problems.filter((found) => expected.test(found))).toHaveLength(1);
  });

  it("that is a spike needs no time to come in", () => {
    const loaded = loadOnBase("storms: { s: { requests: 5, arrivals: spike, service_time: { mean: 1s } } }");
    expect(loaded.ok && loaded.fleet.storms.find(({ name }) => name === "s")).toMatchObject({ over: 0 });
  });
});
