// What mmconf takes, beside programs that do the same or less, on one machine in one run. Build first.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { diffTables } from "./bench/diff.mjs";
import { FORMS } from "./bench/inventories.mjs";
import { machineLines, versionOf } from "./bench/machine.mjs";
import { readTables } from "./bench/read.mjs";
import { renderTables } from "./bench/render.mjs";
import { scaleTables } from "./bench/scale.mjs";
import { simulateTables } from "./bench/simulate.mjs";
import { startTables } from "./bench/start.mjs";
import { formatTable } from "./bench/table.mjs";

const SLICES = {
  start: { tables: startTables, rounds: 20, sizes: [] },
  render: { tables: renderTables, rounds: 3, sizes: [100, 1000, 10_000, 100_000] },
  diff: { tables: diffTables, rounds: 5, sizes: [100_000] },
  read: { tables: readTables, rounds: 5, sizes: [10_000, 100_000] },
  scale: { tables: scaleTables, rounds: 3, sizes: [100, 1000, 10_000, 100_000] },
  simulate: { tables: simulateTables, rounds: 1, sizes: [] },
};

const USAGE = `npm run bench -- [${Object.keys(SLICES).join("|")}...] [options]

  --sizes 100,1000     app servers to render and to grow by; for diff, lines (default: up to 100,000)
  --forms range,yaml   ways to write the inventory: ${FORMS.join(", ")} (default: all)
  --rounds 5           rounds that count
  --limit 120          seconds that one run may take
  --format markdown    for docs/benchmarks.md (default: text)
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sizes: { type: "string" },
    forms: { type: "string" },
    rounds: { type: "string" },
    limit: { type: "string", default: "120" },
    format: { type: "string", default: "text" },
    help: { type: "boolean", default: false },
  },
});

const numbersOf = (text) =>
  text?.split(",").map((part) => {
    const number = Number(part);
    if (!Number.isInteger(number) || number < 1) throw new Error(`${part} is not a whole number above 0`);
    return number;
  });

const refuse = (what) => {
  process.stderr.write(`bench: ${what}\n\n${USAGE}`);
  process.exit(2);
};

const unknown = [
  ...positionals.filter((slice) => !Object.hasOwn(SLICES, slice)),
  ...(values.forms?.split(",") ?? []).filter((form) => !FORMS.includes(form)),
  ...(["text", "markdown"].includes(values.format) ? [] : [values.format]),
];
if (values.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
if (unknown.length > 0) refuse(`there is no ${unknown.join(", ")}`);

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const work = mkdtempSync(join(tmpdir(), "mmconf-bench-"));
try {
  const mmconf = join(root, "bin/mmconf.js");
  const lines = [
    ...machineLines(),
    `Node ${process.version}, mmconf ${versionOf(process.execPath, [mmconf, "--version"])}`,
    "median and least of the rounds, in which the contestants take turns; CPU is user and system time together, over all threads; ratios are of the least times",
  ];
  const markdown = values.format === "markdown";
  process.stdout.write(
    markdown ? `# Benchmarks\n\n${lines.map((line) => `- ${line}\n`).join("")}\n` : `${lines.join("\n")}\n\n`,
  );
  for (const [name, slice] of Object.entries(SLICES)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    const tables = slice.tables({
      root,
      work,
      mmconf,
      sizes: numbersOf(values.sizes) ?? slice.sizes,
      forms: values.forms?.split(",") ?? FORMS,
      rounds: numbersOf(values.rounds)?.[0] ?? slice.rounds,
      limit: Number(values.limit),
    });
    for await (const table of tables) process.stdout.write(`${formatTable(table, values.format)}\n`);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
