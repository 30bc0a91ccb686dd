import { describe, expect, it } from "vitest";
import { KNOWN_DEFAULTS } from "../../src/haproxy/defaults.js";
import { FEATURES } from "../../src/haproxy/dialect.js";
import type { Known } from "../../src/haproxy/known.js";
import { RAW_KEYWORDS } from "../../src/haproxy/raw-keywords.js";
import type { HaproxyVersion } from "../../src/haproxy/version.js";
import { readVersion } from "../../src/haproxy/version.js";
import type { Question } from "../../tools/versions/questions.js";
import { isUnexpected, questionsFor } from "../../tools/versions/questions.js";
import type { BuildRecord } from "../../tools/versions/record.js";
import { readRecord, recordNames, verdictIn } from "../../tools/versions/record.js";

const versionOf = (name: string): HaproxyVersion => {
  const read = readVersion(name.replace(/-dev\d+$/, ""));
  if (read === undefined) throw new Error(`${name} is no version`);
  return read;
};

/** What a build takes and mmconf refuses all the same: up to 1.5 any words behind the version go to the server as they stand. */
const TAKEN_FOR_NOTHING = /^(?:1\.4\.6|1\.5\.0) \w+: option httpchk "GET \/ HTTP\/1\.1 shop\.example"$/;

const differs = (record: BuildRecord, question: Question): boolean => {
  const verdict = verdictIn(record, question.title);
  if (verdict === undefined || TAKEN_FOR_NOTHING.test(`${record.version} ${question.title}`)) return false;
  return isUnexpected(question, { verdict, said: record.warned[question.title] ?? [] });
};

describe.each(recordNames())("HAProxy %s", (name) => {
  const record = readRecord(name);
  const questions = questionsFor(versionOf(name));
  const known = questions.filter(({ title }) => verdictIn(record, title) !== undefined);

  it("takes, warns of and refuses what mmconf says that it does", () => {
    expect(known.filter((question) => differs(record, question)).map(({ title }) => title)).toEqual([]);
  });

  it("has been asked about nearly all that mmconf knows", () => {
    expect(known.length / questions.length).toBeGreaterThan(0.9);
  });

  it("refuses no inventory that was drawn for it", () => {
    expect(record.generated.refused).toEqual([]);
    expect(record.generated.asked).toBeGreaterThan(20);
  });

  it("takes the environments, but for what its version lacks, and warns of nothing in them", () => {
    const environments = known.filter(({ title }) => title.startsWith("environment:"));
    expect(environments).toHaveLength(3);
    expect(environments.filter(({ title }) => title in record.warned)).toEqual([]);
  });

  it("was asked on a day, and says how it was built", () => {
    expect(record.asked).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(record.build[0]).toContain(name);
    expect(JSON.stringify(record)).not.toMatch(/\/(?:tmp|work|home|root)\b(?!\/mmconf-versions)/);
  });
});

describe("what is said to be measured", () => {
  const entries: readonly (readonly [string, Known])[] = [
    ...FEATURES.map(({ name, known }) => [name, known] as const),
    ...RAW_KEYWORDS.map(({ name, known }) => [name, known] as const),
    ...KNOWN_DEFAULTS,
  ];
  const measured = entries.flatMap(([name, known]) =>
    "measured" in known ? [[name, known.measured] as const] : [],
  );

  it("was measured on builds whose answers are kept", () => {
    const builds = new Set(recordNames());
    expect(measured.length).toBeGreaterThan(30);
    expect(measured.filter(([, on]) => !on.every((build) => builds.has(build)))).toEqual([]);
  });
});
