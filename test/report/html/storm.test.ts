import { describe, expect, it } from "vitest";
import { formatReviewHtml } from "../../../src/report/html/review/page.js";
import { downTimes } from "../../../src/report/html/storm/storm-measures.js";
import { stormInReview, unknownStorm } from "../../../src/report/html/storm/storm-page.js";
import type { StormSide } from "../../../src/report/html/storm/storm-scale.js";
import { logTimeAxis, roundUp, timeAxis, timeEnd } from "../../../src/report/html/storm/storm-scale.js";
import { amount } from "../../../src/report/storm/simulate-figure.js";
import type { Element } from "./dom.js";
import { attribute, elementsOf, parsePage, skeletonOf, textIn, withClass, withTag } from "./dom.js";
import { rows, toProd } from "./pages.js";
import { before, calm, sideOf, tuned, withNames, writeStorm } from "./storms.js";

const PAYLOAD = `v"><script>window.ran=1</script><img src="https://example.org/x" onerror="window.ran=1">`;

const read = (...sides: readonly StormSide[]) => parsePage(writeStorm(...sides)).document;

/** The drawings, and what each says to those who do not see it. */
const drawings = (node: Element | ReturnType<typeof read>) =>
  elementsOf(node).filter((element) => attribute(element, "role") === "img");
const descriptions = (node: Element | ReturnType<typeof read>) =>
  drawings(node).map((drawing) => attribute(drawing, "aria-label") ?? "");

/** What is drawn of each side in a section. */
const sidesOf = (part: Element): readonly Element[] =>
  withClass(part, "sides").flatMap(({ childNodes }) =>
    childNodes.filter((child): child is Element => "tagName" in child),
  );

/** The section under a heading. */
const section = (document: ReturnType<typeof read>, title: string): Element => {
  const found = withTag(document, "section").find((each) => withTag(each, "h2").map(textIn).includes(title));
  if (found === undefined) throw new Error(`there is no section ${title}`);
  return found;
};

describe("the page of a prediction", () => {
  it("is HTML that no parser has to fix", () => {
    for (const sides of [[before], [before, tuned], [calm], [before, tuned, calm, before]]) {
      const { errors, document } = parsePage(writeStorm(...sides));
      expect(errors).toEqual([]);
      expect(document.mode).toBe("no-quirks");
    }
  });

  it("says of each server what the text and JSON say: the mean over the runs of its most", () => {
    const text = textIn(section(read(before), "App servers"));
    for (const { busy, waiting } of before.prediction.servers) {
      expect(text).toContain(`max ${amount(busy.mean)} of`);
      if (waiting.mean > 0) expect(text).toContain(`${amount(waiting.mean)} in the backlog`);
    }
  });

  it("needs nothing besides itself: no script, no address outside, no style attribute", () => {
    const document = read(before, tuned);
    expect(withTag(document, "script", "link", "img", "iframe", "object", "form")).toEqual([]);
    for (const { name, value } of elementsOf(document).flatMap(({ attrs }) => attrs)) {
      expect(name).not.toMatch(/^(?:on.*|src|srcset|style)$/);
      if (name === "href") expect(value).toMatch(/^#/);
    }
  });

  it("has an id of its own for every place, and no link or label that leads nowhere", () => {
    const document = read(before, tuned);
    const ids = elementsOf(document).flatMap((element) => attribute(element, "id") ?? []);
    expect(ids).toEqual([...new Set(ids)]);
    const wanted = elementsOf(document).flatMap((element) => [
      ...(attribute(element, "aria-labelledby")?.split(" ") ?? []),
      ...(attribute(element, "href")?.slice(1).split(" ") ?? []),
    ]);
    expect(wanted.length).toBeGreaterThan(10);
    for (const id of wanted) expect(ids).toContain(id);
  });

  it("tells every drawing in words too", () => {
    const document = read(before, tuned);
    expect(drawings(document).length).toBeGreaterThan(30);
    for (const words of descriptions(document)) expect(words).toMatch(/^[A-Za-z0-9].*\.$/);
    for (const svg of withTag(document, "svg").filter((each) => attribute(each, "aria-hidden") !== "true"))
      expect(drawings(document).some((drawing) => withTag(drawing, "svg").includes(svg))).toBe(true);
    const time = descriptions(section(document, "Over time")).join(" ");
    expect(time).toMatch(/Busy slots over time: max \d+ slots, at \d+ s\./);
    expect(time).toMatch(/Answers over time: max [\d.]+ per second, at/);
    expect(time).toMatch(/Answered 500, 503 or 504 over time: max \d+ per second/);
    expect(time).toMatch(/A server line is DOWN from \d+ s to \d+ s/);
    expect(descriptions(section(document, "Waiting time"))).toEqual([
      expect.stringMatching(/^[\d.]+ % of the requests are answered, .*p50 .* In HAProxy's queue: p50 /),
      expect.stringMatching(/^100 % of the requests are answered/),
    ]);
  });

  it("escapes what the inventory says, wherever it stands", () => {
    const document = read(withNames(before, PAYLOAD), withNames(tuned, PAYLOAD));
    expect(withTag(document, "script", "img")).toEqual([]);
    expect(skeletonOf(document)).toBe(
      skeletonOf(read(withNames(before, "plain"), withNames(tuned, "plain"))),
    );
    expect(textIn(document)).toContain(PAYLOAD);
  });

  it("has what becomes of the requests in a table, with a row for each way that occurs on any side", () => {
    const [table] = withTag(section(read(before, tuned), "Figures"), "table");
    const told = table === undefined ? [] : rows(table);
    expect(told[0]).toBe("Figure | before | tuned");
    expect(told).toContainEqual(expect.stringMatching(/^Answered \| [\d.]+ % .* \| 100 %$/));
    expect(told).toContainEqual(expect.stringMatching(/^503 sC: .* \| [\d.]+ % .* \| 0 %$/));
    expect(told).toContainEqual(expect.stringMatching(/^p99 \| [\d.]+ s/));
    expect(told).toContainEqual(expect.stringMatching(/^Queue max \| 0 s \| [\d.]+ s/));
  });

  it("turns the table where there are more sides than columns fit", () => {
    const [table] = withTag(section(read(before, tuned, calm, before), "Figures"), "table");
    const told = table === undefined ? [] : rows(table);
    expect(told).toHaveLength(5);
    expect(told[0]).toMatch(/^Simulated \| Answered \| /);
  });

  it("draws both sides on one scale", () => {
    const document = read(before, tuned);
    for (const title of ["Over time", "Waiting time"]) {
      const [one, other] = sidesOf(section(document, title)).map((side) => withTag(side, "text").map(textIn));
      expect(one?.length).toBeGreaterThan(8);
      expect(one).toEqual(other);
    }
    for (const title of ["Proxies", "App servers"]) {
      const scales = withClass(section(document, title), "plot").map((plot) =>
        withTag(plot, "text").map(textIn),
      );
      expect(scales.length).toBeGreaterThan(5);
      for (const scale of scales) expect(scale).toEqual(scales[0]);
    }
  });

  it("marks the times at which servers are DOWN, where there are any", () => {
    const marks = sidesOf(section(read(before, tuned), "Over time")).map(
      (side) => withClass(side, "down-time").length,
    );
    expect(marks[0]).toBeGreaterThan(0);
    expect(marks[1]).toBe(0);
    expect(textIn(section(read(before), "Over time"))).toMatch(/Tinted: times with a server line DOWN/);
    expect(textIn(section(read(tuned), "Over time"))).not.toMatch(/Tinted/);
  });

  it("leaves out what stays 0, and says so", () => {
    const text = textIn(section(read(calm), "Over time"));
    expect(text).toMatch(
      /Not drawn, as it stays 0 throughout: queued at the proxies; .*server lines DOWN\.$/,
    );
  });

  it("draws answers a second, as many as there are", () => {
    const { prediction } = before;
    const answers = prediction.moments.reduce((sum, { answered }) => sum + answered, 0);
    expect(answers / prediction.requests).toBeCloseTo(prediction.answered.mean);
    const most = Math.max(...prediction.moments.map(({ answered }) => answered));
    expect(textIn(section(read(before), "Over time"))).toContain(
      `Answers max ${Math.round(most)} per second`,
    );
  });

  it("draws of each side when its requests are answered, and the other side's beside it", () => {
    const part = section(read(before, tuned), "Waiting time");
    const paths = (look: string) =>
      sidesOf(part).map((side) =>
        withClass(side, look)
          .filter(({ tagName }) => tagName === "path")
          .map((path) => attribute(path, "d")),
      );
    const [own, others] = [paths("answered"), paths("other")].map((each) => each.map((some) => some.at(-1)));
    expect(new Set(own).size).toBe(2);
    expect(others).toEqual(own?.toReversed());
    expect(textIn(part)).toMatch(/is answered: 17\.\d % in total the same of tuned|is answered: /);
    expect(textIn(section(read(before), "Waiting time"))).not.toMatch(/the same of/);
  });

  it("draws every proxy and every server, or says why there is nothing to draw", () => {
    const proxies = textIn(section(read(tuned), "Proxies"));
    for (const { name } of tuned.prediction.proxies) expect(proxies).toContain(name);
    expect(proxies).toMatch(/up to \d+ requests and \d+ s; .*mean of the runs/);
    const idle = textIn(section(read(before), "Proxies"));
    expect(idle).toMatch(/no load: proxy01.*nothing queued/);
    const servers = textIn(section(read(before), "App servers"));
    expect(servers).toMatch(
      /app1 active; max 45 of 45 slots busy, \d+ in the backlog; marked DOWN [\d.]+ times/,
    );
    expect(servers).toMatch(/bapp1 backup; max/);
    const [down] = withClass(section(read(before), "App servers"), "failed").filter(
      ({ tagName }) => tagName === "path",
    );
    expect(down && attribute(down, "d")).toMatch(/^M0 400/);
  });

  it("has a key to what is drawn, and to nothing else", () => {
    const keys = (side: StormSide, title: string) =>
      withClass(section(read(side), title), "legend").flatMap((list) => withTag(list, "li").map(textIn));
    expect(keys(before, "App servers")).toHaveLength(4);
    expect(keys(tuned, "App servers")).toEqual(["requests and checks with a slot", "its slots"]);
    expect(keys(before, "Proxies")).toEqual([]);
  });

  const withServers = (count: number): StormSide => ({
    ...before,
    prediction: {
      ...before.prediction,
      serverCurves: Array.from({ length: count }, (_, index) => ({
        hosts: [`web${index + 1}`],
        slots: 100,
        busy: before.prediction.moments.map(() => 10 + index),
        waiting: [],
        down: [],
      })),
    },
  });

  it("folds away what is too much to look at, the fullest last", () => {
    const part = section(read(withServers(50)), "App servers");
    const [fold] = withTag(part, "details");
    expect(fold && textIn(fold)).toMatch(/^38 more, none of them higher web1 .* web38 /);
    expect(withClass(part, "host")).toHaveLength(50);
  });

  it("says where a drawing is of many, and of how many", () => {
    const [curve] = withServers(1).prediction.serverCurves;
    const many = {
      ...before,
      prediction: {
        ...before.prediction,
        serverCurves: curve ? [{ ...curve, hosts: ["web1", "web2", "web3"] }] : [],
      },
    };
    const text = textIn(section(read(many), "App servers"));
    expect(text).toContain("web1-3");
    expect(text).toMatch(/hosts with the same settings share one drawing/);
  });

  it("draws no hosts where there are too many sides to compare", () => {
    const document = read(before, tuned, calm, before, tuned);
    for (const title of ["Proxies", "App servers"]) {
      expect(textIn(section(document, title))).toMatch(/at most 4 predictions; .*\b5\b/);
      expect(drawings(section(document, title))).toEqual([]);
    }
  });

  it("is the same bytes for the same prediction", () => {
    expect(writeStorm(sideOf("prod"))).toBe(writeStorm(sideOf("prod")));
  });
});

describe("a storm in a review", () => {
  const page = (section_: ReturnType<typeof stormInReview>) =>
    parsePage(formatReviewHtml([toProd], { title: "Review", version: "1.0.0", extraSections: [section_] }));

  it("is a part of its environment, with headings that skip no level", () => {
    const { errors, document } = page(stormInReview("prod", "release-day", [before, tuned], 1));
    expect(errors).toEqual([]);
    expect(withTag(document, "h3").map(textIn)).toContain("Storm release-day");
    const levels = withTag(document, "h1", "h2", "h3", "h4").map(({ tagName }) => Number(tagName.slice(1)));
    for (const [index, level] of levels.entries())
      expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);
    const ids = elementsOf(document).flatMap((element) => attribute(element, "id") ?? []);
    expect(ids).toEqual([...new Set(ids)]);
  });

  it("says why there is nothing to draw", () => {
    const { document } = page(unknownStorm("prod", "flood", "prod has no storm flood"));
    expect(textIn(document)).toContain("Storm flood Not simulated: prod has no storm flood.");
  });
});

describe("the scale of a drawing", () => {
  it.each([
    [0, 1],
    [0.03, 0.03],
    [1, 1],
    [1.1, 1.5],
    [349, 400],
    [501, 600],
    [2039, 2500],
  ])("ends at a round number that holds %d", (value, end) => {
    expect(roundUp(value)).toBe(end);
  });

  it.each([
    [0.05, ["0 s", "0.01 s", "0.02 s", "0.03 s", "0.04 s", "0.05 s"]],
    [2, ["0 s", "0.5 s", "1 s", "1.5 s", "2 s"]],
    [137, ["0 s", "50 s", "100 s"]],
    [720, ["0 min", "5 min", "10 min"]],
    [7200, ["0 h", "0.5 h", "1 h", "1.5 h", "2 h"]],
  ])("has marks that a telephone has room for up to %d s", (end, words) => {
    const { marks } = timeAxis(end);
    expect(marks.map(({ text }) => text)).toEqual(words);
    expect(marks[0]?.at).toBe(0);
    expect(marks.at(-1)?.at).toBeLessThanOrEqual(1);
  });

  it.each([
    [47.7, 50],
    [61, 80],
    [301, 360],
    [0.3, 0.3],
  ])("holds a wait of %d s, and little more", (longest, end) => {
    expect(timeEnd(longest)).toBeCloseTo(end);
  });

  it.each([
    [0.031, 49, ["30 ms", "0.1 s", "0.3 s", "1 s", "3 s", "10 s", "30 s"]],
    [0.0011, 950, ["1 ms", "0.1 s", "10 s", "1,000 s"]],
  ])("of waits from %d s to %d s has marks at equal factors", (from, to, words) => {
    const { marks, at } = logTimeAxis(from, to);
    expect(marks.map(({ text }) => text)).toEqual(words);
    expect([at(0), at(from / 2), at(1e9)]).toEqual([0, 0, 1]);
    for (const mark of marks) expect(mark.at).toBeLessThanOrEqual(1);
    expect(at(1) - at(0.1)).toBeCloseTo(at(10) - at(1), 9);
  });

  it("joins the moments at which a server is DOWN into times", () => {
    const moment = (t: number, down: number) => ({
      t,
      down,
      queued: 0,
      busy: 0,
      waiting: 0,
      answered: 0,
      failed: 0,
    });
    const moments = [moment(2, 0), moment(4, 1), moment(6, 3), moment(8, 0.2), moment(10, 0.5)];
    expect(downTimes({ ...before.prediction, moments })).toEqual([
      [2, 6],
      [8, 10],
    ]);
  });
});
