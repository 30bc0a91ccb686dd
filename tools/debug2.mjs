import { root, runBundled } from "./run-bundled.mjs";

process.chdir(root);
await runBundled("debug2", "tools/agree/debug2.ts", async ({ main }) => {
  process.exitCode = await main(process.argv.slice(2));
});
