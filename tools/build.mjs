// Bundles the command line and the library into dist/, and writes the library's types.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundleCommandLine } from "./build/command-line.mjs";
import { commanderWithoutChildren } from "./build/commander.mjs";
import { withoutZod } from "./build/own-types.mjs";
import { precompiledTemplates } from "./build/precompiled-templates.mjs";
import { writeSbom } from "./sbom.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** Packages that most runs do without: each a file beside the others in dist/, loaded by require when it is asked for. */
const onDemand = {
  MMCONF_HANDLEBARS: [
    "./handlebars.cjs",
    'module.exports = require("handlebars/dist/cjs/handlebars").default',
  ],
  MMCONF_YAML: [
    "./yaml.cjs",
    'export { isAlias, isMap, isScalar, isSeq, parseDocument, stringify } from "yaml"',
  ],
};

const common = {
  metafile: true,
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node20",
  minify: true,
  legalComments: "none",
  logLevel: "warning",
};

rmSync(join(root, "dist"), { recursive: true, force: true });
const ours = {
  ...common,
  outdir: "dist",
  define: {
    MMCONF_VERSION: JSON.stringify(version),
    ...Object.fromEntries(Object.entries(onDemand).map(([name, [file]]) => [name, JSON.stringify(file)])),
  },
  plugins: [precompiledTemplates(root), commanderWithoutChildren],
};
const bundles = await Promise.all([
  bundleCommandLine({ ...ours, entryPoints: { cli: "src/cli/main.ts" } }),
  build({
    ...ours,
    entryPoints: { index: "src/index.ts", "storm-worker": "src/cli/storm-worker.ts" },
    format: "esm",
    // CommonJS packages inside the bundle still call require for node's own modules.
    banner: {
      js: 'import{createRequire as __mmconfRequire}from"node:module";const require=__mmconfRequire(import.meta.url);',
    },
  }),
  ...Object.values(onDemand).map(([file, contents]) =>
    build({ ...common, stdin: { contents, resolveDir: root }, outfile: join("dist", file), format: "cjs" }),
  ),
]);

/** What is bundled stays under its own license: the notices go with it. */
const packages = [
  ...new Set(
    bundles
      .flatMap(({ metafile }) => Object.keys(metafile.inputs))
      .flatMap((file) => file.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1] ?? []),
  ),
];
const notices = packages.sort().map((name) => {
  const folder = join(root, "node_modules", name);
  const { version: bundled, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${bundled}, ${license}\n\n${file ? readFileSync(join(folder, file), "utf8").trim() : ""}\n`;
});
writeFileSync(join(root, "dist/THIRD-PARTY.txt"), notices.join(`\n${"-".repeat(80)}\n\n`));
writeSbom(root, packages);

execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.types.json"], {
  cwd: root,
  stdio: "inherit",
});
withoutZod(join(root, "dist/types"), join(root, "tools/build/zod-types.d.ts"));
