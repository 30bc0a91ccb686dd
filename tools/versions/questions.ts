import { readFileSync } from "node:fs";
import fc from "fast-check";
import { allTargets } from "../../src/api/built-in.js";
import type { Loaded } from "../../src/api/load.js";
import { loadInventory } from "../../src/api/load.js";
import { templatesFrom } from "../../src/disk/templates.js";
import type { PlacedKeyword } from "../../src/haproxy/keywords/all.js";
import type { Versions } from "../../src/haproxy/keywords/keyword.js";
import { isDeprecated, isSupported } from "../../src/haproxy/keywords/keyword.js";
import { readLine } from "../../src/haproxy/keywords/read.js";
import { RAW_KEYWORDS } from "../../src/haproxy/raw-keywords.js";
import type { HaproxyVersion } from "../../src/haproxy/version.js";
import { formatVersion } from "../../src/haproxy/version.js";
import { wordsOf } from "../../src/haproxy/words-of.js";
import { renderFleet } from "../../src/render/render.js";
import type { Rule } from "../../src/rules/define.js";
import { dialect } from "../../src/rules/haproxy/dialect.js";
import { httpInTcpMode } from "../../src/rules/haproxy/http-in-tcp-mode.js";
import { httplogWithoutLog } from "../../src/rules/haproxy/httplog-without-log.js";
import { evaluate } from "../../src/rules/run.js";
import { unsetTimeouts } from "../../src/rules/time/unset-timeouts.js";
import { ENVIRONMENTS, PROXY_FILE } from "../../test/daemons/rendered.js";
import { inventoriesFor } from "../../test/fuzz/inventories.js";
import type { Answer } from "./binary.js";
import { fleetWith, rendered, SAMPLES } from "./samples.js";

/** A file for a HAProxy of one version, and what mmconf says that it makes of it. */
export interface Question {
  readonly title: string;
  readonly config: string;
  readonly expected: Answer["verdict"];
  /** Warnings that findings of mmconf state. */
  readonly stated?: readonly RegExp[];
}

/** Whether mmconf says otherwise than the answer. */
export const isUnexpected = ({ expected, stated = [] }: Question, { verdict, said }: Answer): boolean =>
  verdict !== expected &&
  !(
    expected === "taken" &&
    verdict === "warned" &&
    said.every((line) => stated.some((one) => one.test(line)))
  );

const LOGGED = { mode: "http", log: "global" };
const LOG = { log: "127.0.0.1 local0" };

const expected = (versions: readonly Partial<Versions>[], version: HaproxyVersion): Answer["verdict"] => {
  if (!versions.every((dates) => isSupported(dates, version))) return "refused";
  return versions.some((dates) => isDeprecated(dates, version)) ? "warned" : "taken";
};

const datesOf = (
  { keyword: { versions, values = [] } }: PlacedKeyword,
  given: unknown,
): readonly Partial<Versions>[] => [
  ...(versions ? [versions] : []),
  ...values.filter(({ means }) => [given].flat().some((one) => means.test(String(one)))),
];

/** chroot auto: of that -c says nothing, as it says of no folder. */
const AT_START = "auto";

/** Every keyword in every section that takes it, with every value that its type has for tests. */
const keywords = (version: HaproxyVersion): readonly Question[] =>
  SAMPLES.filter(({ given }) => given !== AT_START).map((sample) => ({
    title: `${sample.section}: ${sample.placed.name} ${JSON.stringify(sample.given)}`,
    config: rendered(fleetWith({ ...sample, version: formatVersion(version) }, LOGGED, LOG)),
    expected: expected(datesOf(sample.placed, sample.given), version),
  }));

/** Beside them values at the ends of what types take, and just beyond. */
const BEYOND: readonly (readonly [of: "global" | "proxy", line: string])[] = [
  ["global", "nbthread 64"],
  ["global", "nbthread 65"],
  ["global", "nbthread 1024"],
  ["global", "nbthread 1025"],
  ["global", "nbproc 64"],
  ["global", "nbproc 65"],
  ["global", "spread-checks 50"],
  ["global", "spread-checks 51"],
  ["proxy", "balance random(0)"],
  ["proxy", "balance random(999)"],
  ["proxy", "balance random(1000)"],
  ["proxy", "timeout connect 2147483647"],
];

const withLine = (of: "global" | "proxy", line: string): string =>
  rendered(fleetWith(undefined, LOGGED, of === "global" ? { ...LOG, directives: [line] } : LOG)).replace(
    /(?<=bind +127\.0\.0\.1:10001\n)/,
    of === "proxy" ? `    ${line}\n` : "",
  );

const beyond = (version: HaproxyVersion): readonly Question[] =>
  BEYOND.map(([of, line]) => {
    const read = readLine(of, wordsOf(line));
    return {
      title: `beyond: ${line}`,
      config: withLine(of, line),
      expected: read?.value === undefined ? "refused" : expected(datesOf(read, read.value), version),
    };
  });

const rawLines = (version: HaproxyVersion): readonly Question[] =>
  RAW_KEYWORDS.map((raw) => ({
    title: `raw: ${raw.sample}`,
    config: withLine(raw.of, raw.sample),
    expected: expected([raw], version),
  }));

/** The rules that state what HAProxy warns of. */
const STATED: readonly (readonly [Rule, RegExp])[] = [
  [httpInTcpMode, /needs 'mode http'|requires HTTP mode/],
  [httplogWithoutLog, /no log address/],
  [unsetTimeouts, /missing timeouts/],
];

/** The fleet's names need not resolve where the binary is asked. */
const resolved = (config: string): string =>
  config.replaceAll(/^( +server +\S+ )[a-z][a-z0-9.-]*(?=[: ])/gm, "$1127.0.0.1");

/** What mmconf renders of an inventory; what no rule of dialects stops, the daemon is to take. */
const whole = (title: string, loaded: Loaded): readonly Question[] => {
  if (!loaded.ok) return [];
  const { findings } = evaluate(loaded.fleet, [dialect]);
  const stopped = findings.some(({ severity }) => severity === "error");
  const stated = STATED.filter(([rule]) => evaluate(loaded.fleet, [rule]).findings.length > 0);
  const result = renderFleet(loaded.fleet, allTargets, templatesFrom(undefined), "0");
  const file = result.ok ? result.rendered.artefacts.find(({ path }) => path === PROXY_FILE) : undefined;
  if (file === undefined) return [];
  return [
    {
      title,
      config: resolved(file.content),
      expected: stopped ? "refused" : "taken",
      stated: stated.map(([, said]) => said),
    },
  ];
};

const environments = (version: HaproxyVersion): readonly Question[] =>
  ENVIRONMENTS.flatMap((environment) =>
    whole(
      `environment: ${environment}`,
      loadInventory(`inventories/${environment}.yaml`, {
        read: (file) => ({ ok: true, text: readFileSync(file, "utf8") }),
        sets: [`haproxy.version=${formatVersion(version)}`],
      }),
    ),
  );

const GENERATED = 60;

/** Inventories with all that a version has, drawn from one seed. */
export const generatedFor = (version: HaproxyVersion): readonly Question[] =>
  fc
    .sample(inventoriesFor(version), { seed: 1, numRuns: GENERATED })
    .flatMap((inventory, index) =>
      whole(
        `generated: ${index}`,
        loadInventory("generated.json", { read: () => ({ ok: true, text: JSON.stringify(inventory) }) }),
      ).filter(({ expected }) => expected === "taken"),
    );

/** All that a HAProxy of one version is asked, but for what is generated. */
export const questionsFor = (version: HaproxyVersion): readonly Question[] => [
  ...keywords(version),
  ...beyond(version),
  ...rawLines(version),
  ...environments(version),
];
