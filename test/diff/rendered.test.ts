import { describe, expect, it } from "vitest";
import { comparePatch } from "../../src/diff/text/hunks.js";
import { formatPatch } from "../../src/diff/text/patch.js";
import type { Tree } from "../../src/diff/text/tree.js";
import { loadInventory, render } from "../../src/index.js";
import { inSandbox, readTree, sorted, treeOf, writeTree } from "./text/sandbox.js";

const rendered = (environment: string, version: string): Tree => {
  const loaded = loadInventory(`inventories/${environment}.yaml`, { sets: [`haproxy.version=${version}`] });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));
  const result = render(loaded.fleet);
  if (!result.ok) throw new Error(result.reason);
  return treeOf(Object.fromEntries(result.rendered.artefacts.map(({ path, content }) => [path, content])));
};

describe.each([
  ["before", "2.6", "prod", "2.6"],
  ["prod", "2.6", "tuned", "2.6"],
  ["tuned", "2.6", "before", "2.6"],
  ["before", "1.4", "before", "2.6"],
])("the patch from %s for HAProxy %s to %s for %s", (oldName, oldVersion, newName, newVersion) => {
  const before = rendered(oldName, oldVersion);
  const after = rendered(newName, newVersion);
  const patch = formatPatch(before, after);

  it.each([
    ["git", "apply"],
    ["patch", "-p1"],
  ])("is taken by %s %s", (command, option) => {
    const applied = inSandbox(({ dir, run }) => {
      writeTree(dir, before);
      run(command, [option], patch);
      return readTree(dir);
    });
    expect(applied).toEqual(sorted(after));
  });

  it("changes no more lines than git's histogram", () => {
    const counts = inSandbox(({ dir, run }) => {
      writeTree(dir, new Map([...before].map(([path, file]) => [`a/${path}`, file])));
      writeTree(dir, new Map([...after].map(([path, file]) => [`b/${path}`, file])));
      return run("git", ["diff", "--no-index", "--histogram", "--numstat", "a", "b"], "", [0, 1]);
    });
    const changed = [...counts.matchAll(/^(\d+)\t(\d+)/gm)].reduce(
      (sum, [, up, down]) => sum + Number(up) + Number(down),
      0,
    );
    const lines = comparePatch(before, after)
      .flatMap((file) => file.hunks.flatMap((hunk) => hunk.lines))
      .filter((line) => line.kind !== "context");
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThanOrEqual(changed);
  });
});
