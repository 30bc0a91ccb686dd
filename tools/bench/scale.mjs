// How time and memory grow with the fleet, from 100 app servers to 100,000.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FORMS, inventoryFiles } from "./inventories.mjs";
import { compete } from "./measure.mjs";
import { showCount, showMemory, showRatio, showTime } from "./table.mjs";

/** What a release changes in each form: the server lines' maxconn. */
const CHANGED_MAXCONN = 8;

export function* scaleTables({ work, mmconf, sizes, forms = FORMS, rounds, limit }) {
  for (const form of forms) {
    const measured = new Map();
    for (const size of sizes) {
      const folder = join(work, `scale-${form}${size}`);
      writeProject(folder, form, size);
      const command = (name, args, codes) => ({
        name,
        command: process.execPath,
        args: [mmconf, "-C", folder, ...args],
        ...(codes ? { codes } : {}),
      });
      const results = compete(
        [
          command("validate", ["validate", "--env", "fleet"]),
          command("render", ["--out", join(folder, "out"), "render", "--env", "fleet"]),
          command("diff, patch", ["diff", "HEAD:fleet", "fleet", "--format", "patch"]),
          command("diff, text", ["diff", "HEAD:fleet", "fleet", "--format", "text"]),
          command("review, markdown", ["review", "--base", "HEAD", "--format", "markdown"], [0, 1]),
        ],
        { rounds, limit },
      );
      for (const result of results) measured.set(`${result.name} ${size}`, result);
      rmSync(folder, { recursive: true, force: true });
    }
    const names = ["validate", "render", "diff, patch", "diff, text", "review, markdown"];
    yield {
      title: `Growth: ${form}`,
      head: ["app servers", ...sizes.map(showCount), "last step"],
      rows: names.flatMap((name) => {
        const all = sizes.map((size) => measured.get(`${name} ${size}`));
        const [last, before] = [all.at(-1), all.at(-2)];
        const growth = before && !last.late && !before.late ? showRatio(last.least / before.least) : "";
        return [
          [
            `${name}, least time`,
            ...all.map((each) => (each.late ? "too long" : showTime(each.least))),
            growth,
          ],
          [
            `${name}, peak memory`,
            ...all.map((each) => (each.late ? "" : showMemory(each.memory))),
            before && !last.late && !before.late ? showRatio(last.memory / before.memory) : "",
          ],
        ];
      }),
    };
  }
}

/** A repository whose commit has the fleet as it was, and whose folder has it with another maxconn. */
const writeProject = (folder, form, size) => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "inventories"), { recursive: true });
  const write = (maxconn) => {
    for (const [file, text] of Object.entries(inventoryFiles("fleet", size, form, maxconn)))
      writeFileSync(join(folder, "inventories", file), text);
  };
  const git = (...args) =>
    execFileSync("git", ["-c", "user.name=bench", "-c", "user.email=bench@localhost", ...args], {
      cwd: folder,
      stdio: "ignore",
    });
  write(undefined);
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "-m", "before");
  write(CHANGED_MAXCONN);
};
