import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** Lets the types in `folder` read as much of zod's as they need from a file of their own: who uses them may not have it. */
export const withoutZod = (folder, types) => {
  cpSync(types, join(folder, "zod.d.ts"));
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".d.ts")) continue;
    const file = join(entry.parentPath, entry.name);
    const up = relative(entry.parentPath, folder).split(sep).join("/") || ".";
    const text = readFileSync(file, "utf8");
    const own = text.replaceAll(/"zod\/(?:mini|v4\/core)"/g, `"${up}/zod.js"`);
    if (own !== text) writeFileSync(file, own);
  }
};
