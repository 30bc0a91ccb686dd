// Puts a storm on the real daemons, as tools/lab/main.ts says.
import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const outfile = join(root, "node_modules", `.mmconf-lab-${process.pid}`, "main.mjs");

mkdirSync(dirname(outfile), { recursive: true });
await build({
  absWorkingDir: root,
  entryPoints: ["tools/lab/main.ts"],
  outfile,
  bundle: true,
  packages: "external",
  format: "esm",
  platform: "node",
  define: { MMCONF_VERSION: '"lab"' },
  logLevel: "warning",
});
try {
  process.chdir(root);
  const { main } = await import(pathToFileURL(outfile).href);
  process.exitCode = await main(process.argv.slice(2));
} finally {
  rmSync(dirname(outfile), { recursive: true, force: true });
}
