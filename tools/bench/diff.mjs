// Patches of large rendered files: mmconf diff beside git diff --no-index, on the same two folders.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { versionOf } from "./machine.mjs";
import { compete, isThere } from "./measure.mjs";
import { CONTEST_HEAD, contestRows, showCount, standing } from "./table.mjs";

const PATH = "modules/haproxy/files/haproxy.cfg";

/** Numbers between 0 and 1, the same ones each time (a linear congruential generator). */
const numbers = (seed) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
};

const shuffled = (lines, random) => {
  const all = [...lines];
  for (let at = all.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [all[at], all[other]] = [all[other], all[at]];
  }
  return all;
};

/** A file of so many lines, sections of 20, and what may become of it. */
const cases = (count) => {
  const random = numbers(42);
  const lines = Array.from({ length: count }, (_, n) => {
    if (n % 20 === 0) return "";
    if (n % 20 === 1) return `listen  svc-${n} 0.0.0.0:${n}`;
    return `    server  app${n} 10.0.${(n >> 8) & 255}.${n & 255}:80 check inter 5s rise 2 fall 3 maxconn 25`;
  });
  const half = count >> 1;
  const outOf = (many) => Array.from({ length: count }, () => `line ${Math.floor(random() * many)}`);
  const every = Math.max(1, Math.floor(count / 50));
  return [
    ["the same", lines, lines],
    ["50 lines changed", lines, lines.map((line, n) => (n % every === 7 ? "    changed" : line))],
    ["a tenth of the lines gone", lines, lines.filter(() => random() > 0.1)],
    ["half of the lines changed", lines, lines.map((line) => (random() < 0.5 ? `${line} y` : line))],
    ["every line changed", lines, lines.map((line) => `${line} x`)],
    ["the halves swapped", lines, [...lines.slice(half), ...lines.slice(0, half)]],
    ["shuffled", lines, shuffled(lines, random)],
    ["backwards", lines, lines.toReversed()],
    ["lines at random out of 1,000", outOf(1000), outOf(1000)],
    ["lines at random out of 10", outOf(10), outOf(10)],
  ];
};

export async function* diffTables({ root, work, mmconf, sizes, rounds, limit }) {
  if (!isThere("git")) {
    yield { title: "Diff: left out, git is not there", head: [""], rows: [] };
    return;
  }
  const engine = await bundleEngine(root, work);
  let notes = [
    `${versionOf("git")}. A Node that does nothing takes what the table of starts says, and git takes less for a whole small diff; in process is the patch alone, from both texts to its own.`,
  ];
  for (const count of sizes) {
    const rows = cases(count).flatMap(([what, before, after], index) => {
      const folder = join(work, `diff-${count}-${index}`);
      const sides = [before, after].map((lines, side) => {
        const dir = join(folder, "ab"[side]);
        mkdirSync(dirname(join(dir, PATH)), { recursive: true });
        writeFileSync(join(dir, PATH), `${lines.join("\n")}\n`);
        writeFileSync(join(dir, "manifest.json"), "{}\n");
        return dir;
      });
      const changed = new Map();
      const results = compete(
        [
          {
            name: `${what}: git`,
            command: "git",
            args: ["--no-pager", "diff", "--no-index", "--no-color", ...sides],
            codes: [0, 1],
            env: { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
          },
          {
            name: "mmconf",
            command: process.execPath,
            args: [mmconf, "diff", "--format", "patch", ...sides],
          },
          {
            name: "mmconf, in process",
            command: process.execPath,
            args: [engine, ...sides.map((side) => join(side, PATH))],
            clock: (out) => {
              const [wall, cpu] = out.toString().split(" ").map(Number);
              return { wall, cpu };
            },
          },
        ],
        { rounds, limit },
        (result, out) => {
          if (result.clock === undefined) changed.set(result.name, showCount(changedLines(out)));
        },
      );
      rmSync(folder, { recursive: true, force: true });
      return contestRows(
        results.map((result) => ({ ...result, more: [changed.get(result.name) ?? ""] })),
        (ratio) => standing(1 / ratio),
      );
    });
    yield {
      title: `Diff: ${showCount(count)} lines`,
      notes,
      head: [...CONTEST_HEAD, "changed lines", "mmconf is"],
      rows,
    };
    notes = [];
  }
}

const changedLines = (patch) => {
  let count = 0;
  for (let at = patch.indexOf(10); at !== -1; at = patch.indexOf(10, at + 1)) {
    const sign = patch[at + 1];
    if (sign === 0x2b || sign === 0x2d) count += 1;
  }
  return Math.max(0, count - 2); // the two lines that name the file
};

/** The patch alone, as a program. */
const bundleEngine = async (root, work) => {
  const outfile = join(work, "patch-in-process.mjs");
  await build({
    absWorkingDir: root,
    entryPoints: ["tools/bench/patch-in-process.ts"],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    logLevel: "warning",
  });
  return outfile;
};
