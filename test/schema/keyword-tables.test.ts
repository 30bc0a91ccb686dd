import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DIRECTIVES } from "../../src/apache/directives.js";
import { allTargets, builtIn } from "../../src/api/built-in.js";
import { loadInventory } from "../../src/api/load.js";
import { compareFleets } from "../../src/diff/changes.js";
import { rolloutOf } from "../../src/diff/rollout.js";
import { templatesFrom } from "../../src/disk/templates.js";
import type { Fleet } from "../../src/fleet/fleet.js";
import { apacheLines } from "../../src/modules/apache/raw-lines.js";
import { PARAMETERS } from "../../src/modules/kernel/parameters.js";
import { kernelLines } from "../../src/modules/kernel/raw-lines.js";
import { SETTINGS } from "../../src/modules/mirrorlist_server/settings.js";
import { renderFleet } from "../../src/render/render.js";
import { DAEMON_OPTIONS } from "../../src/runtimes/mod_wsgi/options.js";
import type { Keyword, Keywords } from "../../src/schema/keyword.js";

/** A table of keywords, and how its file is read. HAProxy's are walked by a test of their own. */
interface Table {
  readonly what: string;
  readonly keywords: Keywords;
  /** Where an inventory has it. */
  readonly path: readonly string[];
  readonly file: string;
  /** The words behind each of its keywords in a file, by their names. */
  readonly read: (content: string) => ReadonlyMap<string, readonly string[]>;
  readonly raw?: (line: string) => readonly string[];
  readonly takes: readonly string[];
}

const byLine =
  (between: RegExp) =>
  (content: string): ReadonlyMap<string, readonly string[]> =>
    new Map(
      content.split("\n").map((line) => {
        const [name = "", ...words] = line.split(between);
        return [name, words];
      }),
    );

const TABLES: readonly Table[] = [
  {
    what: "Apache",
    keywords: DIRECTIVES,
    path: ["apache"],
    file: "mirrorlist-server.conf",
    read: byLine(/ +/),
    raw: apacheLines,
    takes: ["restart"],
  },
  {
    what: "WSGIDaemonProcess",
    keywords: DAEMON_OPTIONS,
    path: ["mirrorlist", "wsgi"],
    file: "mirrorlist-server.conf",
    read: (content) =>
      byLine(/=/)((/^WSGIDaemonProcess \S+ (.*)$/m.exec(content)?.[1] ?? "").replaceAll(" ", "\n")),
    takes: ["restart"],
  },
  {
    what: "mirrorlist_server",
    keywords: SETTINGS,
    path: ["mirrorlist", "server"],
    file: "mirrorlist_server.conf",
    read: byLine(/ = | +/),
    takes: ["restart"],
  },
  {
    what: "sysctl",
    keywords: PARAMETERS,
    path: ["kernel"],
    file: "99-mmconf.conf",
    read: byLine(/ = | +/),
    raw: kernelLines,
    takes: ["sysctl", "restart"],
  },
];

type Part = Readonly<Record<string, unknown>>;

const BASE = {
  mmconf: 1,
  proxies: { proxy1: {} },
  app_servers: { app1: {} },
  haproxy: { version: "2.6", listeners: { web: { bind: ":81" } } },
  mirrorlist: { wsgi: { processes: 7, threads: 7 }, server: { reap_children: true } },
};

const withValue = (part: Part, [key = "", ...rest]: readonly string[], value: unknown): Part => ({
  ...part,
  [key]: rest.length === 0 ? value : withValue((part[key] ?? {}) as Part, rest, value),
});

const fleetOf = (inventory: Part): Fleet => {
  const loaded = loadInventory("keyword.json", {
    read: () => ({ ok: true, text: JSON.stringify(inventory) }),
  });
  if (!loaded.ok) throw new Error(loaded.findings.map(({ message }) => message).join("\n"));
  return loaded.fleet;
};

const rendered = (fleet: Fleet, file: string): string => {
  const result = renderFleet(fleet, allTargets, templatesFrom(undefined), "0");
  if (!result.ok) throw new Error(result.reason);
  return result.rendered.artefacts.find(({ path }) => path.endsWith(`/${file}`))?.content ?? "";
};

/** What the field of a keyword makes of a sample. */
const valueOf = ({ type, about }: Keyword, given: unknown): unknown => type.field(about).parse(given);

const PAGE = readFileSync("docs/inventory.md", "utf8");

describe.each(TABLES.map((table) => [table.what, table] as const))("every keyword of %s", (_what, table) => {
  const samples = Object.entries(table.keywords).flatMap(([name, keyword]) =>
    keyword.type.samples.map((given) => [name, given, keyword] as const),
  );
  const fleetWith = (name: string, given: unknown): Fleet =>
    fleetOf(withValue(BASE, [...table.path, name], given));

  it.each(samples)("is rendered, and read back: %s %j", (name, given, keyword) => {
    const words = table.read(rendered(fleetWith(name, given), table.file)).get(name);
    expect(words && keyword.type.read(words)).toEqual(valueOf(keyword, given));
  });

  it.each(samples)("is a change of its own, with what that takes: %s %j", (name, given, keyword) => {
    const other = keyword.type.samples.find((sample) => sample !== given);
    const before = keyword.required ? fleetWith(name, other) : fleetOf(BASE);
    const found = compareFleets(before, fleetWith(name, given), builtIn).filter(
      ({ setting }) => setting === name,
    );
    expect(found.map(({ after }) => after)).toEqual([keyword.type.show(valueOf(keyword, given))]);
    for (const change of found) expect(table.takes).toContain(rolloutOf(change, builtIn).takes);
  });

  const { raw } = table;
  if (raw !== undefined)
    it.each(samples)("is told of where a raw line sets it: %s %j", (name, given, keyword) => {
      for (const words of keyword.type.write(valueOf(keyword, given)))
        for (const spelled of [name, ...(keyword.formerly ?? [])])
          expect(raw([spelled, ...words].join(table.what === "sysctl" ? " = " : " "))).toEqual([name]);
    });

  it.each(Object.entries(table.keywords))("is documented: %s", (name, { about }) => {
    const [, section = ""] = PAGE.split(`\n## \`${table.path.join(".")}\`\n`);
    const [rows = ""] = section.split("\n## ");
    expect(rows.split("\n").find((row) => row.startsWith(`| \`${name}\` |`)) ?? "").toContain(about);
  });
});
