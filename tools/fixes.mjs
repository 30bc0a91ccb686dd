import { root, runBundled } from "./run-bundled.mjs";

process.chdir(root);
await runBundled("fixes", "tools/agree/fixes-main.ts", async ({ main }) => {
  process.exitCode = await main(process.argv.slice(2));
});
