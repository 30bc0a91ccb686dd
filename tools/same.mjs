// Whether this checkout behaves as another commit does, over every inventory here and in the folders named:
//   npm run same -- REF [FOLDER...] [--storms]
// Rendered bytes are equal; findings are equal by rule, severity, subject, place and figures, whatever their words; with
// --storms predictions are, too. Exit 1 on a difference.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { root } from "./run-bundled.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { storms: { type: "boolean" } },
});
const [ref, ...folders] = positionals;
if (ref === undefined) {
  console.error("usage: npm run same -- REF [FOLDER...] [--storms]");
  process.exit(2);
}

const TODAY = "2026-12-01";
const git = (...args) => execFileSync("git", args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });

/** Folders that hold inventories, and those inventories. */
const projectsIn = (folder) => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ya?ml|json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/node_modules|[\\/]dist[\\/]|[\\/]out[\\/]|[\\/]\./.test(relative(folder, file)))
    .filter((file) => /^mmconf:/m.test(readFileSync(file, "utf8")));
  const byFolder = Map.groupBy?.(files, dirname) ?? grouped(files);
  return [...byFolder].map(([inventories, names]) => ({
    inventories,
    names: names.map((file) => basename(file)).sort(),
  }));
};

const grouped = (files) => {
  const groups = new Map();
  for (const file of files) groups.set(dirname(file), [...(groups.get(dirname(file)) ?? []), file]);
  return groups;
};

const run = (checkout, cwd, args) => {
  const ran = spawnSync(process.execPath, [join(checkout, "bin/mmconf.js"), ...args], {
    cwd,
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  return { code: ran.status, text: ran.stdout };
};

const findingsOf = (text) => {
  let report;
  try {
    report = JSON.parse(text);
  } catch {
    return text;
  }
  return report.findings
    .map(({ rule, check, severity, subject, at, figures, waived }) =>
      JSON.stringify({ rule: rule ?? check, severity, subject, at, figures, waived }),
    )
    .sort();
};

/** A prediction is its figures, whatever its sentences. */
const withoutWords = (text) =>
  text.replace(/"left_out": \[[^\]]*\]/g, '"left_out": []').replace(/"words": ".*"/g, '"words": ""');

const hashes = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true })
        .map((name) => join(folder, name))
        .filter((file) => statSync(file).isFile())
        .map(
          (file) =>
            `${relative(folder, file)} ${createHash("sha256").update(readFileSync(file)).digest("hex")}`,
        )
        .sort()
    : [];

/** All that one checkout makes of one environment. */
const behaviour = (checkout, inventories, environment, out) => {
  const cwd = dirname(inventories);
  const project = ["--inventories", inventories, "--out", out];
  const env = ["--env", environment];
  const validated = run(checkout, cwd, [
    ...project,
    "validate",
    ...env,
    "--format",
    "json",
    "--today",
    TODAY,
  ]);
  const rendered = run(checkout, cwd, [...project, "render", ...env]);
  const files = hashes(join(out, environment));
  const findingsAndFiles = {
    validate: validated.code,
    findings: findingsOf(validated.text),
    render: rendered.code,
    files,
  };
  if (!values.storms) return findingsAndFiles;
  const stormed = run(checkout, cwd, [
    ...project,
    "simulate",
    ...env,
    "--runs",
    "2",
    "--jobs",
    "1",
    "--format",
    "json",
  ]);
  return { ...findingsAndFiles, simulate: stormed.code, prediction: withoutWords(stormed.text) };
};

const work = mkdtempSync(join(tmpdir(), "mmconf-same-"));
const other = join(work, "checkout");
let differences = 0;
let compared = 0;
try {
  git("worktree", "add", "--detach", other, ref);
  symlinkSync(join(root, "node_modules"), join(other, "node_modules"));
  for (const checkout of [root, other])
    execFileSync(process.execPath, ["tools/build.mjs"], {
      cwd: checkout,
      stdio: ["ignore", "ignore", "inherit"],
    });
  const here = [join(root, "inventories"), join(root, "examples"), join(root, "templates")];
  for (const folder of [...here, ...folders.map((name) => resolve(name))]) {
    for (const { inventories, names } of projectsIn(folder)) {
      for (const name of names) {
        const environment = name.replace(/\.[^.]+$/, "");
        // Each side reads inventories of the project as it has them: a format may have got other words.
        const of = (checkout, side) => {
          const path = relative(root, inventories);
          const own = path.startsWith("..") ? inventories : join(checkout, path);
          return behaviour(checkout, own, environment, join(work, side, String(compared)));
        };
        const [was, is] = [of(other, "was"), of(root, "is")];
        compared++;
        for (const key of Object.keys(was)) {
          if (JSON.stringify(was[key]) === JSON.stringify(is[key])) continue;
          differences++;
          console.log(`${join(inventories, name)}: ${key}`);
          const [gone, added] = [was[key], is[key]].map((value) =>
            Array.isArray(value) ? value : [String(value)],
          );
          for (const line of gone.filter((line) => !added.includes(line)))
            console.log(`  - ${line.slice(0, 600)}`);
          for (const line of added.filter((line) => !gone.includes(line)))
            console.log(`  + ${line.slice(0, 600)}`);
        }
      }
    }
  }
} finally {
  rmSync(join(other, "node_modules"), { force: true });
  git("worktree", "remove", "--force", other);
  rmSync(work, { recursive: true, force: true });
}
console.log(`${compared} environments as at ${ref}, ${differences} differences`);
process.exitCode = differences === 0 && compared > 0 ? 0 : 1;
