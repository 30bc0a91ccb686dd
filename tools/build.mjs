// Bundles the command line and the library into dist/, and writes the library's types.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

rmSync(join(root, "dist"), { recursive: true, force: true });
const { metafile } = await build({
  metafile: true,
  absWorkingDir: root,
  entryPoints: { cli: "src/cli/main.ts", index: "src/index.ts", "storm-worker": "src/cli/storm-worker.ts" },
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  define: { MMCONF_VERSION: JSON.stringify(version) },
  // CommonJS packages inside the bundle still call require for node's own modules.
  banner: {
    js: 'import{createRequire as __mmconfRequire}from"node:module";const require=__mmconfRequire(import.meta.url);',
  },
  logLevel: "warning",
});
/** What is bundled stays under its own license: the notices go with it. */
const packages = [
  ...new Set(
    Object.keys(metafile.inputs).flatMap(
      (file) => file.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1] ?? [],
    ),
  ),
];
const notices = packages.sort().map((name) => {
  const folder = join(root, "node_modules", name);
  const { version: bundled, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${bundled}, ${license}\n\n${file ? readFileSync(join(folder, file), "utf8").trim() : ""}\n`;
});
writeFileSync(join(root, "dist/THIRD-PARTY.txt"), notices.join(`\n${"-".repeat(80)}\n\n`));

execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.types.json"], {
  cwd: root,
  stdio: "inherit",
});
