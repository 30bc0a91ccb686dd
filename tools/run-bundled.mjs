import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Bundles one of the tools that are written in TypeScript, and runs `use` on what it exports. */
export const runBundled = async (name, entry, use) => {
  const folder = join(root, "node_modules", `.mmconf-${name}-${process.pid}`);
  const outfile = join(folder, "main.mjs");
  mkdirSync(folder, { recursive: true });
  try {
    await build({
      absWorkingDir: root,
      entryPoints: [entry],
      outfile,
      bundle: true,
      packages: "external",
      format: "esm",
      platform: "node",
      define: { MMCONF_VERSION: JSON.stringify(name) },
      logLevel: "warning",
    });
    await use(await import(pathToFileURL(outfile).href));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
