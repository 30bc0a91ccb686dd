import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { builtIn } from "../../src/api/built-in.js";
import { compareFleets } from "../../src/diff/changes.js";
import { rolloutOf } from "../../src/diff/rollout.js";
import type { Haproxy } from "../../src/fleet/fleet.js";
import { inGlobal, inListener, inServer } from "../../src/fleet/modelled.js";
import type { PlacedKeyword } from "../../src/haproxy/keywords/all.js";
import { KEYWORDS } from "../../src/haproxy/keywords/all.js";
import type { Versions } from "../../src/haproxy/keywords/keyword.js";
import { isSupported } from "../../src/haproxy/keywords/keyword.js";
import type { ReadKeyword } from "../../src/haproxy/keywords/read.js";
import { readLine, readParameters } from "../../src/haproxy/keywords/read.js";
import { wordsOf } from "../../src/haproxy/words-of.js";
import { dialect } from "../../src/rules/haproxy/dialect.js";
import { evaluate } from "../../src/rules/run.js";
import type { Sample, Section } from "../../tools/versions/samples.js";
import { fleetWith, haproxyOf, rendered, SAMPLES } from "../../tools/versions/samples.js";

const titled = (samples: readonly Sample[]) =>
  samples.map(
    (sample) => [`${sample.section}: ${sample.placed.name} ${JSON.stringify(sample.given)}`, sample] as const,
  );

/** The value of a sample's keyword where the sample sets it. */
const valueOf = ({ section, placed }: Sample, { global, defaults, listeners }: Haproxy): unknown => {
  const [listener] = listeners;
  const settings = {
    global,
    defaults,
    listener: listener?.own,
    server: listener?.lines[0]?.settings,
  }[section];
  return placed.path.reduce<unknown>(
    (below, key) => (below as Readonly<Record<string, unknown>> | undefined)?.[key],
    settings,
  );
};

const FIRST_LINES = {
  global: "global",
  defaults: "defaults",
  listener: "listen  web",
  server: "listen  web",
};

const linesOf = (text: string, section: Section): readonly string[] => {
  const lines = text.split("\n");
  const begin = lines.indexOf(FIRST_LINES[section]) + 1;
  const end = lines.findIndex((line, index) => index >= begin && !line.startsWith(" "));
  return lines.slice(begin, end === -1 ? undefined : end);
};

/** What the lines of its section set the keyword to, one value a line. */
const readBack = (text: string, { section, placed }: Sample): readonly unknown[] =>
  linesOf(text, section)
    .flatMap((line): readonly (ReadKeyword | string | undefined)[] => {
      if (section !== "server") return [readLine(placed.of === "global" ? "global" : "proxy", wordsOf(line))];
      const [first, _name, _address, ...parameters] = wordsOf(line);
      return first === "server" ? readParameters(parameters) : [];
    })
    .flatMap((read) => (typeof read === "object" && read.name === placed.name ? [read.value] : []));

const READS = { global: inGlobal, defaults: inListener, listener: inListener, server: inServer };

describe("every keyword of HAProxy", () => {
  it.each(titled(SAMPLES))("is rendered, and read back: %s", (_title, sample) => {
    const fleet = fleetWith(sample);
    const value = valueOf(sample, haproxyOf(fleet));
    expect(value).toBeDefined();
    const read = readBack(rendered(fleet), sample);
    expect(Array.isArray(value) ? read.flat() : read).toEqual(Array.isArray(value) ? value : [value]);
  });

  it.each(titled(SAMPLES))("is told of where a raw line sets it: %s", (_title, sample) => {
    const { name, keyword } = sample.placed;
    const lines = keyword.type
      .write(valueOf(sample, haproxyOf(fleetWith(sample))))
      .map((words) => [name, ...words].join(" "));
    expect(lines.flatMap(READS[sample.section])).toEqual(keyword.adds ? [] : lines.map(() => name));
  });

  it.each(titled(SAMPLES.filter(({ section }) => section !== "defaults")))(
    "is a change of its own, with what that takes: %s",
    (_title, sample) => {
      const { name, keyword } = sample.placed;
      const before = keyword.required ? fleetWith() : fleetWith({ ...sample, given: undefined });
      const after = fleetWith(sample);
      const found = compareFleets(before, after, builtIn).filter(({ setting }) => setting === name);
      expect(found.map((change) => change.after)).toEqual([
        keyword.type.show(valueOf(sample, haproxyOf(after))),
      ]);
      expect(found.map((change) => rolloutOf(change, builtIn).takes)).toEqual([
        keyword.command ? "runtime" : "reload",
      ]);
    },
  );

  it.each(KEYWORDS.map((placed) => [`${placed.of} ${placed.name}`, placed] as const))(
    "is documented: %s",
    (_name, placed) => {
      const { about, manual } = placed.keyword;
      expect(rowOf(placed)).toContain(`${about} (${manual} ${placed.name}`);
    },
  );

  const options = KEYWORDS.filter(({ keyword, path }) => path.length > 1 && keyword.type.denied === false);
  it.each(options.map((placed) => [placed.name, placed] as const))(
    "takes back what the defaults say: %s",
    (_name, placed) => {
      const sample: Sample = { placed, section: "listener", given: false, version: "2.6" };
      const on = { option: { [placed.path[1] ?? ""]: true } };
      expect(readBack(rendered(fleetWith(sample, on)), sample)).toEqual([false]);
      expect(readBack(rendered(fleetWith(sample)), sample)).toEqual([]);
    },
  );

  const dated = SAMPLES.flatMap((sample) =>
    [
      ...(sample.placed.keyword.versions
        ? [{ name: sample.placed.name, ...sample.placed.keyword.versions }]
        : []),
      ...(sample.placed.keyword.values ?? []).filter(({ means }) => means.test(String(sample.given))),
    ]
      .filter(({ since, gone }: Partial<Versions>) => since !== undefined || gone !== undefined)
      .map((feature) => ({ sample, feature })),
  );
  it.each(
    dated.map(({ sample, feature }) => [`${sample.section}: ${feature.name}`, sample, feature] as const),
  )("is an error for the versions without it: %s", (_title, sample, feature) => {
    const findings = ["1.4", "1.5", "1.6", "1.7", "1.8", "1.9", "2.0", "2.4", "2.5", "2.6"].map((version) => {
      const fleet = fleetWith({ ...sample, version });
      const found = evaluate(fleet, [dialect])
        .findings.filter(({ severity }) => severity === "error")
        .map(({ subject }) => subject);
      const lacks = !isSupported(feature, haproxyOf(fleet).version);
      return [version, found.includes(feature.name), lacks] as const;
    });
    for (const [version, found, lacks] of findings) expect([version, found]).toEqual([version, lacks]);
    expect(findings.some(([, found]) => found)).toBe(true);
  });
});

const PAGE = readFileSync("docs/inventory.md", "utf8");
const HEADINGS = {
  global: "haproxy.global",
  proxy: "haproxy.listeners.<name>",
  server: "haproxy.listeners.<name>.server",
};

/** A keyword's row in the reference. */
const rowOf = ({ of, path }: PlacedKeyword): string => {
  const heading = [HEADINGS[of], ...path.slice(0, -1)].join(".");
  const [, section = ""] = PAGE.split(`\n## \`${heading}\`\n`);
  const [rows = ""] = section.split("\n## ");
  return rows.split("\n").find((row) => row.startsWith(`| \`${path.at(-1)}\` |`)) ?? "";
};
