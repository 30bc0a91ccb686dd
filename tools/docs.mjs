// Writes docs/ and mmconf.schema.json from the code. test/docs.test.ts holds them to it.
import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const outfile = join(root, "node_modules", ".mmconf-docs", "write.mjs");

mkdirSync(dirname(outfile), { recursive: true });
await build({
  absWorkingDir: root,
  entryPoints: ["tools/docs/write.ts"],
  outfile,
  bundle: true,
  packages: "external",
  format: "esm",
  platform: "node",
  define: { MMCONF_VERSION: '"docs"' },
  logLevel: "warning",
});
try {
  const { writePages } = await import(pathToFileURL(outfile).href);
  writePages(root);
} finally {
  rmSync(dirname(outfile), { recursive: true, force: true });
}
