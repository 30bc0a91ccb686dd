// Asks HAProxy binaries about all that is known of their versions, as tools/versions/main.ts says.
import { root, runBundled } from "./run-bundled.mjs";

process.chdir(root);
await runBundled("versions", "tools/versions/main.ts", async ({ main }) => {
  process.exitCode = await main(process.argv.slice(2));
});
