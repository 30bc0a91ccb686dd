// The tests of values, and the sources that they import, as one script: a fresh copy of all of it is a matter of milliseconds.
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";
import { build } from "esbuild";

/** The tests that hold the sources of an area: its own, and those of what stands on it. */
export const HELD_BY = {
  fleet: ["fleet", "rules", "inventory"],
  rules: ["rules"],
  diff: ["diff"],
};

/** It looks at what node has loaded; so do slow tests, which start programs or are about large files. */
const LEFT_OUT = ["test/yaml/without-package.test.ts"];
const isLeftOut = (file) => LEFT_OUT.includes(file) || file.endsWith(".slow.test.ts");

/** The same cases for each mutant, and fewer of them; a failure is enough, the smallest one is of no use here. */
const CASES = { seed: 20100511, numRuns: 25, endOnFailure: true };

/** What tests import as fast-check. They may ask for more cases, and are given these. */
const withFewerCases = (fc) => ({
  ...fc,
  assert: (property, asked) => fc.assert(property, { ...asked, ...CASES }),
});

const filesOf = (root, areas, ending) =>
  areas.flatMap((area) =>
    readdirSync(join(root, area), { recursive: true })
      .filter((name) => name.endsWith(ending))
      .map((name) => join(root, area, name))
      .sort(),
  );

/**
 * The paths of the tests, and a function that gives a fresh copy: what imports a test file, with the `vitest` that it is
 * given, and what imports the sources alone.
 */
export const bundle = async () => {
  const root = resolve(".");
  const testAreas = [...new Set(Object.values(HELD_BY).flat())];
  const testFiles = filesOf("test", testAreas, ".test.ts").filter((file) => !isLeftOut(file));
  const sources = filesOf("src", Object.keys(HELD_BY), ".ts");
  const imports = (file) => `require("./${file}")`;
  const loaders = testFiles.map((file) => `${JSON.stringify(file)}: () => ${imports(file)}`);
  loaders.push(`sources: () => { ${sources.map(imports).join(";")} }`);
  const { outputFiles } = await build({
    stdin: { contents: `module.exports = {${loaders.join(",")}};`, resolveDir: root },
    bundle: true,
    packages: "external",
    // What is required of an ES module is its namespace, where an import asks for its default.
    alias: { "zod/v4/locales/en.js": "zod/v4/locales/en.cjs" },
    platform: "node",
    format: "cjs",
    write: false,
    logLevel: "warning",
    define: { "import.meta.url": JSON.stringify(pathToFileURL(join(root, "src/file.js")).href) },
  });
  const [{ text }] = outputFiles;
  const script = new Script(`(function (require, module) {${text}\n})`, { filename: "tests.cjs" });
  const required = createRequire(join(root, "tests.cjs"));
  const fastCheck = withFewerCases(required("fast-check"));
  const fresh = () => {
    let vitest;
    const module = { exports: {} };
    const importOf = (id) => (id === "vitest" ? vitest : id === "fast-check" ? fastCheck : required(id));
    script.runInThisContext()(importOf, module);
    return {
      sources: module.exports.sources,
      test: (file) => (given) => {
        vitest = given;
        module.exports[file]();
      },
    };
  };
  return { testFiles, fresh };
};
