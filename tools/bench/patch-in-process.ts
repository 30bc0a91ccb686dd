// Prints what a patch of two files takes in a fresh process, from their texts to its own, in milliseconds: by the
// clock on the wall, and of CPU.
import { readFileSync } from "node:fs";
import { formatPatch } from "../../src/diff/text/patch.js";
import type { Tree } from "../../src/diff/text/tree.js";

const [before, after] = process.argv
  .slice(2)
  .map((file): Tree => new Map([["file", { content: readFileSync(file, "utf8"), mode: "100644" }]]));
if (before === undefined || after === undefined) throw new Error("patch-in-process BEFORE AFTER");
const [started, used] = [performance.now(), process.cpuUsage()];
const patch = formatPatch(before, after);
const took = performance.now() - started;
const { user, system } = process.cpuUsage(used);
if (patch === "" && before.get("file")?.content !== after.get("file")?.content) throw new Error("no patch");
console.log(took, (user + system) / 1000);
