import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { GENERATED_FOLDERS, pages } from "./pages.js";
import { refreshReadme } from "./readme.js";

/** Writes every generated page below `root`, in place of those there, and the README's console blocks. */
export const writePages = (root: string): void => {
  const written = pages(root);
  for (const folder of GENERATED_FOLDERS) rmSync(join(root, folder), { recursive: true, force: true });
  for (const [path, text] of written) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const readme = join(root, "README.md");
  writeFileSync(
    readme,
    refreshReadme(readFileSync(readme, "utf8"), (command) => printed(root, command)),
  );
  console.log(`${written.size} pages written, and the README's console blocks`);
};

const printed = (root: string, command: string): string => {
  const { stdout, stderr } = spawnSync("sh", ["-c", command.replace(/^npx mmconf/, "node bin/mmconf.js")], {
    cwd: root,
    encoding: "utf8",
  });
  if (stdout === "") throw new Error(`${command} prints nothing:\n${stderr}`);
  return stdout;
};
