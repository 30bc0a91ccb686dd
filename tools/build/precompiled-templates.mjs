// Writes mmconf's own templates into the bundle as functions, so that a render loads no compiler.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build as esbuild } from "esbuild";
import Handlebars from "handlebars";

export const precompiledTemplates = (root) => ({
  name: "precompiled-templates",
  setup(build) {
    build.onLoad({ filter: /[/\\]src[/\\]render[/\\]precompiled\.ts$/ }, async () => {
      const options = await compileOptions(root);
      const entries = templateTexts(join(root, "templates")).map(
        (text) => `[${JSON.stringify(text)}, ${Handlebars.precompile(text, options)}]`,
      );
      return { contents: `export const precompiled = new Map([${entries.join(",\n")}]);`, loader: "js" };
    });
  },
});

const templateTexts = (folder) =>
  readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith(".hbs"))
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8"));

/** The options that mmconf itself compiles with, read from its source. */
const compileOptions = async (root) => {
  const { outputFiles } = await esbuild({
    entryPoints: [join(root, "src/render/engine.ts")],
    bundle: true,
    platform: "node",
    write: false,
    format: "esm",
  });
  const { COMPILE } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
  return COMPILE;
};
