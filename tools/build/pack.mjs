import { build } from "esbuild";

/** The module's own address, which CommonJS has as a file name. */
const HERE = "__mmconfHere";

/**
 * Bundles chunks of ES modules into CommonJS: those of a pack into one file, which gives each of them by its name, and
 * every other one into its own. Within a file they share one scope, so that a name of another chunk is a variable; the
 * reader of inventories asks for some of them at each character. Gives the files' texts by name.
 */
export const pack = async (chunks, packs) => {
  const home = new Map(packs.flatMap(({ name, chunks }) => chunks.map((chunk) => [chunk, name])));
  const alone = [...chunks.keys()].filter((chunk) => !home.has(chunk));
  const files = [
    ...packs.map((one) => ({
      name: one.name,
      entry: entryOf(one),
      holds: (chunk) => home.get(chunk) === one.name,
    })),
    ...alone.map((name) => ({ name, entry: chunks.get(name), holds: () => false })),
  ];
  return new Map(
    await Promise.all(
      files.map(async ({ name, entry, holds }) => [
        name,
        linked(await bundled(entry, name, chunks, holds), home),
      ]),
    ),
  );
};

const entryOf = ({ chunks }) =>
  `${chunks.map((chunk, n) => `import * as chunk${n} from "./${chunk}.js";`).join("\n")}
const chunks = { ${chunks.map((chunk, n) => `${JSON.stringify(chunk)}: chunk${n}`).join(", ")} };
export const chunk = (name) => chunks[name];`;

const bundled = async (entry, name, chunks, holds) => {
  const { outputFiles } = await build({
    stdin: { contents: entry, sourcefile: `${name}.js` },
    bundle: true,
    write: false,
    format: "cjs",
    platform: "node",
    target: "node20",
    minify: true,
    logLevel: "warning",
    define: { "import.meta.url": HERE },
    plugins: [
      {
        name: "chunks",
        setup(build) {
          build.onResolve({ filter: /^\.\// }, ({ path }) => {
            const chunk = path.slice(2).replace(/\.js$/, "");
            return holds(chunk) ? { path: chunk, namespace: "chunk" } : { path, external: true };
          });
          build.onLoad({ filter: /.*/, namespace: "chunk" }, ({ path }) => ({ contents: chunks.get(path) }));
        },
      },
    ],
  });
  const [{ text }] = outputFiles;
  return text.includes(HERE)
    ? `const ${HERE}=require("node:url").pathToFileURL(__filename).href;${text}`
    : text;
};

/** A chunk of another file is asked of that file. */
const linked = (code, home) =>
  code.replace(/\brequire\("\.\/([\w-]+)\.js"\)/g, (_, chunk) => {
    const file = home.get(chunk);
    return file === undefined ? `require("./${chunk}.cjs")` : `require("./${file}.cjs").chunk("${chunk}")`;
  });
