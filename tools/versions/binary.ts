import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HaproxyVersion } from "../../src/haproxy/version.js";
import { readVersion } from "../../src/haproxy/version.js";

/** What `haproxy -c` makes of a file. */
export interface Answer {
  readonly verdict: "taken" | "warned" | "refused";
  /** Its warnings and alerts, without times, process ids and places. */
  readonly said: readonly string[];
}

export interface Binary {
  readonly file: string;
  /** As it calls itself: `3.5-dev5`, `2.6.12`. */
  readonly name: string;
  readonly version: HaproxyVersion;
  /** What `haproxy -vv` says of the build, but for what is the machine's. */
  readonly build: readonly string[];
  readonly ask: (config: string) => Answer;
}

const run = (file: string, args: readonly string[]) => {
  const { status, stdout, stderr, error } = spawnSync(file, args, {
    encoding: "utf8",
    timeout: 20_000,
    env: { LC_ALL: "C", RES_OPTIONS: "timeout:1 attempts:1" },
  });
  if (status === null) throw error ?? new Error(`${file} ${args.join(" ")} ended by a signal`);
  return { status, text: `${stdout}${stderr}` };
};

export const binaryAt = (file: string): Binary => {
  const { text } = run(file, ["-vv"]);
  const name = /^HA-?Proxy version (\d+\.\d+(?:\.\d+|-dev\d+)?)/m.exec(text)?.[1];
  const version = name === undefined ? undefined : readVersion(name.replace(/-dev\d+$/, ""));
  if (name === undefined || version === undefined)
    throw new Error(`${file} is no HAProxy that tells its version`);
  return { file, name, version, build: buildOf(text), ask: (config) => ask(file, config) };
};

const KEPT = /^(?:HA-?Proxy version|Feature list|Built with multi-threading|\s+(?:TARGET|OPTIONS|bufsize)\b)/;

const buildOf = (text: string): readonly string[] =>
  text
    .split("\n")
    .filter((line) => KEPT.test(line))
    .map((line) => line.trim());

const ask = (file: string, config: string): Answer => {
  const folder = mkdtempSync(join(tmpdir(), "mmconf-versions-"));
  try {
    const path = join(folder, "haproxy.cfg");
    writeFileSync(path, config);
    const { status, text } = run(file, ["-c", "-f", path]);
    const said = text.split("\n").flatMap((line) => saidOf(line, path));
    const warned = said.some((line) => line.startsWith("WARNING"));
    return { verdict: status !== 0 ? "refused" : warned ? "warned" : "taken", said };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Of the machine that is asked, not of the version: its CPUs, and that root asks. */
const OF_MACHINE = /more threads than CPU|CPUs|started as root|chroot.*root/i;

const saidOf = (line: string, path: string): readonly string[] => {
  const [, level, words = ""] = /^\[(WARNING|ALERT)\] *[\d/]* *\(\d+\) : (.*)$/.exec(line) ?? [];
  if (
    level === undefined ||
    OF_MACHINE.test(words) ||
    /^(?:Fatal errors|Error\(s\)|config : Fatal)/.test(words)
  )
    return [];
  return [
    `${level} ${words.replaceAll(path, "haproxy.cfg").replace(/\[?haproxy\.cfg:\d+\]?/g, "haproxy.cfg")}`,
  ];
};
