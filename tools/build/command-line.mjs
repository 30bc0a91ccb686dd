import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { build } from "esbuild";
import { pack } from "./pack.mjs";

/** The commands that people wait for: what they load stands in one file, read and compiled at once. */
const WAITED_FOR = ["src/cli/validate-environments.ts", "src/cli/render-environments.ts"];

/**
 * Bundled by itself, with its own copy of what it needs: esbuild drops of zod what no command uses, and only this one
 * uses the half of it that writes schemas.
 */
const APART = "src/inventory/json-schema.ts";

const apart = {
  name: "apart",
  setup(build) {
    build.onResolve({ filter: /\/inventory\/json-schema\.js$/ }, () => ({
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

/** By name of the file to write: the chunks that go into it, and whether a run of it needs them all. */
const packsOf = ({ outputs }) => {
  const byPath = new Map(Object.entries(outputs));
  const nameOf = (path) => basename(path, ".js");
  const entries = new Map([...byPath].map(([path, { entryPoint }]) => [entryPoint, path]));
  const withImports = (paths, found = new Set()) => {
    for (const path of paths) {
      if (found.has(path)) continue;
      found.add(path);
      const { imports } = byPath.get(path);
      withImports(
        imports
          .filter(({ kind, external }) => kind === "import-statement" && !external)
          .map((one) => one.path),
        found,
      );
    }
    return found;
  };
  const first = withImports([entries.get("src/cli/main.ts")]);
  const always = withImports([entries.get("src/project/project.ts"), entries.get(WAITED_FOR[0])]);
  const core = withImports([...always, ...WAITED_FOR.map((entry) => entries.get(entry))]);
  return [
    { name: "cli", eager: [...first].map(nameOf), lazy: [] },
    {
      name: "core",
      eager: [...always].filter((path) => !first.has(path)).map(nameOf),
      lazy: [...core].filter((path) => !first.has(path) && !always.has(path)).map(nameOf),
    },
  ];
};
