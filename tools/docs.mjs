// Writes docs/ and mmconf.schema.json from the code. test/docs.test.ts holds them to it.
import { root, runBundled } from "./run-bundled.mjs";

await runBundled("docs", "tools/docs/write.ts", ({ writePages }) => writePages(root));
