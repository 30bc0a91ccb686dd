import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { build } from "esbuild";
import { pack } from "./pack.mjs";

/** What people wait for: the file that starts, what validate loads then, and what render loads after that. */
export const PACKS = [
  { name: "cli", loads: ["src/cli/main.ts"] },
  { name: "core", loads: ["src/project/project.ts", "src/cli/validate-environments.ts"] },
  { name: "render", loads: ["src/cli/render-environments.ts"] },
];

/**
 * Bundled by itself, with its own copy of what it needs: esbuild drops of zod what no command uses, and only this one
 * uses the half of it that writes schemas.
 */
const APART = "src/api/json-schema.ts";

const apart = {
  name: "apart",
  setup(build) {
    build.onResolve({ filter: /\/api\/json-schema\.js$/ }, () => ({
      path: "./json-schema.js",
      external: true,
    }));
  },
};

/**
 * Bundles the command line into CommonJS files, each with what its commands share and load when they run. esbuild splits
 * ES modules only, and node takes 15 ms longer to load those: they are split first, then bundled into CommonJS.
 */
export const bundleCommandLine = async (options) => {
  const { outputFiles, metafile } = await build({
    ...options,
    plugins: [...options.plugins, apart],
    splitting: true,
    format: "esm",
    write: false,
  });
  await build({
    ...options,
    entryPoints: { "json-schema": APART },
    format: "cjs",
    outExtension: { ".js": ".cjs" },
  });
  const folder = dirname(outputFiles[0].path);
  const chunks = new Map(
    outputFiles.map(({ path, text }) => [
      basename(path, ".js"),
      // What is loaded when it is asked for is a file of its own, or waits in one that is there already.
      text.replace(/\bimport\("(\.\/[\w-]+\.js)"\)/g, 'Promise.resolve().then(()=>require("$1"))'),
    ]),
  );
  mkdirSync(folder, { recursive: true });
  const files = await pack(chunks, packsOf(metafile));
  for (const [name, code] of files) writeFileSync(join(folder, `${name}.cjs`), code);
  return { metafile };
};

/** The files that hold more than one chunk, and which: each what a run loads next, and none of it twice. */
const packsOf = ({ outputs }) => {
  const byPath = new Map(Object.entries(outputs));
  const entries = new Map([...byPath].map(([path, { entryPoint }]) => [entryPoint, path]));
  const packed = new Set();
  const notYetPacked = (path) => {
    if (packed.has(path)) return [];
    packed.add(path);
    const imports = byPath
      .get(path)
      .imports.filter((one) => one.kind === "import-statement" && !one.external);
    return [path, ...imports.flatMap((one) => notYetPacked(one.path))];
  };
  return PACKS.map(({ name, loads }) => ({
    name,
    chunks: loads.flatMap((entry) => notYetPacked(entries.get(entry))).map((path) => basename(path, ".js")),
  }));
};
