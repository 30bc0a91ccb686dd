import { root, runBundled } from "./run-bundled.mjs";

process.chdir(root);
await runBundled("debug", "tools/agree/debug.ts", async ({ main }) => {
  process.exitCode = await main(process.argv.slice(2));
});
