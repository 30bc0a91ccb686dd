import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readCfgTexts } from "../../src/disk/read-cfg.js";
import { encode } from "../../src/haproxy/cfg/bytes.js";
import { cfgFilesOf } from "../../src/haproxy/cfg/folder.js";
import { Failure } from "../../src/text/failure.js";
import { temporaryFolder } from "../cli/mmconf.js";

describe("what haproxy -f reads", () => {
  it("is of a folder its files that end in .cfg, in the order of their names' bytes", () => {
    expect(
      cfgFilesOf([
        "b.cfg",
        "B.cfg",
        "10.cfg",
        "9.cfg",
        ".cfg",
        ".a.cfg",
        "a.cfg~",
        "a.cfg.cfg",
        "x.conf",
        "\u00e9.cfg",
      ]),
    ).toEqual(["10.cfg", "9.cfg", "B.cfg", "b.cfg", "\u00e9.cfg"]);
  });

  it("is each file and folder in its turn, without folders in folders", () => {
    const dir = temporaryFolder();
    mkdirSync(join(dir, "d", "sub.cfg"), { recursive: true });
    for (const name of ["d/2.cfg", "d/1.cfg", "d/note", "d/sub.cfg/3.cfg", "first.txt"])
      writeFileSync(join(dir, name), `# ${name}\n`);
    symlinkSync("../d", join(dir, "d", "loop.cfg"));
    const texts = readCfgTexts([join(dir, "first.txt"), join(dir, "d")]);
    expect(texts.map(({ text }) => text)).toEqual(["# first.txt\n", "# d/1.cfg\n", "# d/2.cfg\n"]);
    expect(texts[1]?.name).toBe(join(dir, "d", "1.cfg"));
  });

  it("is bytes, also those that are no UTF-8", () => {
    const file = join(temporaryFolder(), "a.cfg");
    const bytes = Uint8Array.of(0x23, 0xe9, 0x0d, 0x0a, 0, 0xff);
    writeFileSync(file, bytes);
    const [read] = readCfgTexts([file]);
    expect(read && encode(read)).toEqual(bytes);
  });

  it("is refused by name where it is not there", () => {
    const file = join(temporaryFolder(), "none.cfg");
    expect(() => readCfgTexts([file])).toThrow(Failure);
    expect(() => readCfgTexts([file])).toThrow(file);
  });
});
