// Puts a storm on the real daemons, as tools/lab/main.ts says.
import { root, runBundled } from "./run-bundled.mjs";

process.chdir(root);
await runBundled("lab", "tools/lab/main.ts", async ({ main }) => {
  process.exitCode = await main(process.argv.slice(2));
});
