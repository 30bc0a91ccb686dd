import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { allTargets } from "../src/api/built-in.js";
import { loadInventory } from "../src/api/load.js";
import { templatesFrom } from "../src/disk/templates.js";
import { renderedFiles, renderFleet } from "../src/render/render.js";

const SEEDS = ["haproxy.cfg.patch", "mirrorlist-server.conf.patch"];
const HAPROXY = "modules/haproxy/files/haproxy.cfg";
const APACHE = "modules/mirrormanager/files/mirrorlist-server.conf";

const render = (environment: string, version: string): ReadonlyMap<string, string> => {
  const loaded = loadInventory(`inventories/${environment}.yaml`, {
    read: (file) => ({ ok: true, text: readFileSync(file, "utf8") }),
    sets: [`haproxy.version=${version}`],
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));
  const result = renderFleet(loaded.fleet, allTargets, templatesFrom(undefined), "0");
  if (!result.ok) throw new Error(result.reason);
  return renderedFiles(result.rendered);
};

/** The lines of a tree after `patch -p1 -l` with the historic hunks. */
const patched = (files: ReadonlyMap<string, string>): ReadonlyMap<string, string> => {
  const folder = mkdtempSync(join(tmpdir(), "mmconf-fidelity-"));
  try {
    for (const [path, content] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    for (const seed of SEEDS) {
      execFileSync("patch", ["-p1", "-l", "--fuzz=0", "-i", resolve("test/fidelity", seed)], {
        cwd: folder,
        stdio: "pipe",
      });
    }
    return new Map([...files.keys()].map((path) => [path, readFileSync(join(folder, path), "utf8")]));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const words = (text: string | undefined): string[] =>
  (text ?? "")
    .split("\n")
    .map((line) => line.trim().replaceAll(/\s+/g, " "))
    .filter((line) => line !== "");

/** Lines that are only in the first of two texts. */
const only = (a: string | undefined, b: string | undefined): string[] => {
  const there = words(b);
  return words(a).filter((line) => !there.includes(line));
};

describe("the patch of May 2010", () => {
  it("applies to what `before` renders for HAProxy 1.4, and gives what `prod` renders", () => {
    const before = render("before", "1.4");
    const prod = render("prod", "1.4");
    const after = patched(before);
    expect(words(after.get(HAPROXY))).toEqual(words(prod.get(HAPROXY)));
    expect(words(after.get(APACHE))).toEqual(words(prod.get(APACHE)));
    expect(words(before.get(HAPROXY))).not.toEqual(words(prod.get(HAPROXY)));
  });

  it("changes the same lines for HAProxy 2.6, where only the bind form differs", () => {
    for (const path of [HAPROXY, APACHE]) {
      const [old, now] = ["1.4", "2.6"].map((version) => {
        const before = render("before", version).get(path);
        const after = render("prod", version).get(path);
        return { gone: only(before, after), added: only(after, before) };
      });
      expect(now).toEqual(old);
    }
    const [inline, lines] = ["1.4", "2.6"].map((version) => render("before", version).get(HAPROXY));
    expect(only(inline, lines).every((line) => line.startsWith("listen "))).toBe(true);
    expect(only(lines, inline).every((line) => line.startsWith("listen ") || line.startsWith("bind "))).toBe(
      true,
    );
  });
});
