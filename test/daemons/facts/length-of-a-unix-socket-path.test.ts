import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { programFile } from "../../../tools/daemons/program.js";
import { tempFolder } from "../machine.js";
import { describeWith } from "../requires.js";

/** Whether a UnixStreamServer can be made on a path of this many bytes. */
const makeServer = (bytes: number): string => {
  const folder = join(tempFolder(), "/");
  const path = folder + "s".repeat(bytes - Buffer.byteLength(folder));
  const program = `
import socketserver, sys
socketserver.UnixStreamServer(sys.argv[1], socketserver.StreamRequestHandler)
print("listens")
`;
  const { stdout, stderr } = spawnSync(programFile("python3"), ["-c", program, path], { encoding: "utf8" });
  return (stdout + stderr).trim().split("\n").at(-1) ?? "";
};

describeWith(["python3"], "the path of a UNIX socket", () => {
  it("may have 107 bytes, as the 108th of sun_path ends it", () => {
    expect(makeServer(107)).toBe("listens");
  });

  it("is refused from 108 bytes on", () => {
    expect(makeServer(108)).toBe("OSError: AF_UNIX path too long");
  });
});
