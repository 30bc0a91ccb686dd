import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { build, transform } from "esbuild";

/** The module's own address, which CommonJS has as a file name. */
const HERE = "__mmconfHere";

/**
 * Bundles the command line into CommonJS files, each with what its commands share and load when they run. esbuild splits
 * ES modules only, and node takes 15 ms longer to load those: they are split first, then turned into CommonJS one by one.
 */
export const bundleCommandLine = async (options) => {
  const { outputFiles, metafile } = await build({ ...options, splitting: true, format: "esm", write: false });
  mkdirSync(dirname(outputFiles[0].path), { recursive: true });
  await Promise.all(
    outputFiles.map(async ({ path, text }) =>
      writeFileSync(asCjs(path), await toCommonJs(text, basename(path))),
    ),
  );
  return { metafile };
};

const asCjs = (path) => path.replace(/\.js$/, ".cjs");

const toCommonJs = async (text, name) => {
  const { code } = await transform(
    text.replace(/\bimport\("(\.\/[\w-]+\.js)"\)/g, 'Promise.resolve().then(()=>require("$1"))'),
    {
      format: "cjs",
      platform: "node",
      target: "node20",
      minify: true,
      sourcefile: name,
      define: { "import.meta.url": HERE },
    },
  );
  const here = code.includes(HERE) ? `const ${HERE}=require("node:url").pathToFileURL(__filename).href;` : "";
  return here + code.replace(/\brequire\("(\.\/[\w-]+)\.js"\)/g, 'require("$1.cjs")');
};
