import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readText } from "../../src/disk/read-text.js";
import { mmconf, ownProject, temporaryFolder } from "../cli/mmconf.js";

/** A project with files in it, a file outside, and links between them. */
const linkedProject = (): string => {
  const outside = temporaryFolder();
  const project = join(outside, "project");
  mkdirSync(join(project, "folder"), { recursive: true });
  writeFileSync(join(outside, "secret"), "1\n");
  writeFileSync(join(project, "times.csv"), "2\n");
  symlinkSync(join(outside, "secret"), join(project, "link-out.csv"));
  symlinkSync(join(project, "times.csv"), join(project, "link-in.csv"));
  symlinkSync(outside, join(project, "up"));
  writeFileSync(join(project, "vast.csv"), "");
  truncateSync(join(project, "vast.csv"), 2 ** 40);
  symlinkSync("/dev/zero", join(project, "endless.csv"));
  return project;
};

describe("a file that an inventory names", () => {
  it("is read where it lies in the project, through a link within it, too", () => {
    const project = linkedProject();
    expect(readText(join(project, "times.csv"), project)).toMatchObject({ ok: true, text: "2\n" });
    expect(readText(join(project, "link-in.csv"), project)).toMatchObject({ ok: true, text: "2\n" });
    expect(readText(join(project, "up/project/times.csv"), project)).toMatchObject({ ok: true, text: "2\n" });
  });

  it.each([
    ["link-out.csv", /outside/],
    ["up/secret", /outside/],
    ["endless.csv", /outside/],
    ["folder", /it is a folder/],
    ["vast.csv", /limit is 32 MiB/],
    ["none.csv", /does not exist/],
  ])("is not read otherwise: %s", (file, reason) => {
    const project = linkedProject();
    expect(readText(join(project, file), project)).toEqual({
      ok: false,
      reason: expect.stringMatching(reason),
    });
  });

  it("is shown at its line where it is wrong", () => {
    const dir = ownProject();
    writeFileSync(join(dir, "inventories/held.csv"), "0.5\nlong\n");
    const storm = "storms.release-day.service_time={ mean: null, file: held.csv }";
    const got = mmconf(["-C", dir, "validate", "--env", "prod", "--set", storm]);
    expect(got.code).toBe(2);
    expect(got.out).toMatch(/schema\/recording/);
    expect(got.out).toMatch(/inventories\/held\.csv:2:1\n\s+2 \| *long/);
  });
});
