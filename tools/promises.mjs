import { root, runBundled } from "./run-bundled.mjs";

process.chdir(root);
await runBundled("promises", "tools/agree/promises.ts", async ({ main }) => {
  process.exitCode = await main(process.argv.slice(2));
});
