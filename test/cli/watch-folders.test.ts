import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { watchFolders } from "../../src/cli/watch.js";
import { temporaryFolder } from "./mmconf.js";

/** A folder that is watched, and a promise of the next save. */
const watched = () => {
  const top = temporaryFolder();
  const folder = join(top, "inventories");
  mkdirSync(folder);
  writeFileSync(join(folder, "a.yaml"), "1");
  let saves = 0;
  onTestFinished(watchFolders([folder, join(top, "templates")], () => saves++));
  const next = async (): Promise<void> => {
    const before = saves;
    while (saves === before) await new Promise((go) => setTimeout(go, 10));
  };
  return { top, folder, next, write: (text: string) => writeFileSync(join(folder, "a.yaml"), text) };
};

describe("a watched folder", () => {
  it("tells of a save by rename, and of those in place after it", async () => {
    const { folder, next, write } = watched();
    writeFileSync(join(folder, ".a.yaml.swp"), "2");
    renameSync(join(folder, ".a.yaml.swp"), join(folder, "a.yaml"));
    await next();
    write("3");
    await next();
    write("4");
    await next();
  });

  it("tells of a save after it was replaced by another of its name, or was gone for a while", async () => {
    const { top, folder, next, write } = watched();
    mkdirSync(join(top, "fresh"));
    writeFileSync(join(top, "fresh/a.yaml"), "2");
    renameSync(folder, join(top, "old"));
    renameSync(join(top, "fresh"), folder);
    await next();
    write("3");
    await next();
    rmSync(folder, { recursive: true });
    await next();
    mkdirSync(folder);
    write("4");
    await next();
    write("5");
    await next();
  });

  it("tells of a folder and a file in it that came later, and of a file behind a link", async () => {
    const { top, folder, next } = watched();
    mkdirSync(join(top, "templates/haproxy"), { recursive: true });
    writeFileSync(join(top, "templates/haproxy/a.hbs"), "1");
    await next();
    writeFileSync(join(top, "elsewhere"), "1");
    symlinkSync(join(top, "elsewhere"), join(folder, "b.yaml"));
    await next();
    writeFileSync(join(top, "elsewhere"), "2");
    await next();
  });

  it("tells nothing more once it is ended", async () => {
    const folder = temporaryFolder();
    let saves = 0;
    watchFolders([folder], () => saves++)();
    writeFileSync(join(folder, "a.yaml"), "1");
    await new Promise((go) => setTimeout(go, 500));
    expect(saves).toBe(0);
  });
});
